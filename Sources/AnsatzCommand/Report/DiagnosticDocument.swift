import Problems

/// Diagnostics as one JSON object, for editors.
struct DiagnosticDocument {
    let result: ProblemFileResult

    init(_ result: ProblemFileResult) { self.result = result }

    var json: JSONValue {
        [
            "accepted": .flag(result.problem != nil),
            "exit_code": .integer(Int(result.exitCode)),
            "diagnostics": .list(result.diagnostics.map { Self.json(DiagnosticRecord($0)) }),
        ]
    }

    private static func json(_ record: DiagnosticRecord) -> JSONValue {
        [
            "code": .text(record.code), "severity": .text(record.severity.rawValue), "message": .text(record.message),
            "place": record.place.map(json) ?? .null, "related": .list(record.related.map(json)),
            "notes": .list(record.notes.map(JSONValue.text)), "help": JSONValue(record.help),
        ]
    }

    private static func json(_ place: DiagnosticRecord.Place) -> JSONValue {
        [
            "file": .text(place.file), "line": .integer(place.line), "column": .integer(place.column),
            "length": .integer(place.length), "text": .text(place.text),
        ]
    }
}

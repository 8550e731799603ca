/// A diagnostic as plain data for `--json` and editors.
public struct DiagnosticRecord: Codable, Hashable, Sendable {
    public struct Place: Codable, Hashable, Sendable {
        public var file: String
        public var line: Int
        public var column: Int
        public var length: Int
        public var text: String
    }

    public var code: String
    public var severity: Diagnostic.Severity
    public var message: String
    public var place: Place?
    public var related: [Place]
    public var notes: [String]
    public var help: String?

    public init(_ diagnostic: Diagnostic) {
        code = diagnostic.code
        severity = diagnostic.severity
        message = diagnostic.message
        place = diagnostic.primary.map(Place.init)
        related = diagnostic.secondary.map(Place.init)
        notes = diagnostic.notes
        help = diagnostic.help
    }
}

extension DiagnosticRecord.Place {
    init(_ label: Diagnostic.Label) {
        self.init(
            file: label.origin.file, line: label.origin.line, column: label.origin.column, length: label.origin.length,
            text: label.text)
    }
}

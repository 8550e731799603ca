import Solving

/// The end of one solve: what `result.json` holds and what people read.
struct SolveReport: Sendable {
    var problem: String
    var method: String
    var outcome: Outcome
    var status: ExitStatus
    var verdicts: [FieldVerdict]
    var timings: SolveTimings
    var notes: [String]
    var counts: [(name: String, value: Double)]
    /// What an inverse problem found.
    var parameters: [ParameterEstimate] = []
    var folder: String
    /// Paths relative to the folder.
    var files: [String]
    /// The expectation of the file and whether it was met; nil without one.
    var expectation: ExpectationResult?
    /// Output times that the errors are measured over; 1 for steady problems.
    var timeCount = 1
    /// Values of integral probes at the last output time.
    var probes: [(name: String, value: Double)] = []

    /// The object of `solve --json` and `result.json`.
    var json: JSONValue {
        .object([
            ("problem", .text(problem)), ("method", .text(method)), ("outcome", .text(outcome.rawValue)),
            ("exit_code", .integer(Int(status.rawValue))),
            ("fields", .object(verdicts.map { ($0.field, Self.json($0)) })),
            ("parameters", .object(parameters.map { ($0.name, $0.json) })),
            ("expectation", expectation?.json ?? .null),
            ("timings", timings.json),
            ("counts", .object(counts.map { ($0.name, .number($0.value)) })),
            ("probes", .object(probes.map { ($0.name, .number($0.value)) })),
            ("notes", .list(notes.map(JSONValue.text))),
            ("folder", .text(folder)), ("files", .list(files.map(JSONValue.text))),
        ])
    }

    private static func json(_ estimate: ErrorEstimate) -> JSONValue {
        ["relative_l2": .number(estimate.relativeL2), "max_error": .number(estimate.maximum), "basis": .text(estimate.basis)]
    }

    private static func json(_ verdict: FieldVerdict) -> JSONValue {
        [
            "relative_l2": JSONValue(verdict.relativeL2), "max_error": JSONValue(verdict.maximumError),
            "against": .text(verdict.against.words), "reference_error": JSONValue(verdict.referenceError),
            "own_estimate": verdict.estimate.map { Self.json($0) } ?? .null, "calibration": verdict.calibration?.json ?? .null,
        ]
    }
}

extension Comparand {
    /// What a figure was measured against, in words.
    var words: String {
        switch self {
        case .exact: "the exact solution"
        case .formula(let text): "the formula \(text)"
        case .method(let name): "the method \(name)"
        case .file(let path): path
        case .ownEstimate(let basis): "its own estimate: \(basis)"
        case .nothing: "nothing: the file names no exact solution or reference"
        }
    }
}

extension Calibration {
    var json: JSONValue {
        ["coverage_95": .number(coverage), "median_std_over_error": .number(medianRatio), "mean_z2": .number(meanSquare)]
    }
}

extension ParameterEstimate {
    var json: JSONValue {
        [
            "value": .number(value), "standard_deviation": JSONValue(deviation), "exact": JSONValue(exact),
            "relative_error": JSONValue(relativeError),
        ]
    }
}

/// Whether the verdict that the file asks for was reached.
struct ExpectationResult: Sendable {
    var relativeL2: Double?
    var maximumError: Double?
    var parameterError: Double?
    var isMet: Bool

    var json: JSONValue {
        ["relative_l2": JSONValue(relativeL2), "max_error": JSONValue(maximumError), "parameter_error": JSONValue(parameterError), "met": .flag(isMet)]
    }
}

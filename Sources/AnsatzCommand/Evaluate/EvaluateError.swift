/// Why an answer cannot be evaluated as asked.
enum EvaluateError: Error, Equatable {
    /// The text of `--at` is neither a file nor a grid.
    case places(String)
    /// A part of a grid is not understood.
    case gridPart(String, reason: String)
    /// Coordinates are missing, of a grid or of a file.
    case missing(coordinates: [String], place: String, isGrid: Bool)
    /// A file without points.
    case noPoints(String)
    /// A column of a file has the name of something that is written.
    case nameTaken(column: String, file: String)
    /// A point outside: what it is, as `points.csv:3`, and why.
    case outside(place: String, point: String, reason: String)
    /// What the run left cannot be evaluated.
    case notEvaluable(path: String, reason: String)
    /// A formula that is not understood.
    case formula(String, reason: String)
    /// A setting of a parameter that was no input of the network, or outside its range.
    case notInput(String, inputs: [String])
    /// The file's ending does not suit what is written.
    case ending(path: String, reason: String)

    /// The words for people.
    var sentence: String {
        switch self {
        case .places(let text):
            "'\(text)' is neither a file of points nor a grid. Give points.csv, - for standard input, counts such as 64x64, or grid:x=0..1:101,t=0.5"
        case .gridPart(let part, let reason): "'\(part)' in the grid is not understood: \(reason)"
        case .missing(let names, let place, true):
            "\(place) says nothing of \(names.joined(separator: ", ")); give \(names.map { "\($0)=value or \($0)=from..to:count" }.joined(separator: ", "))"
        case .missing(let names, let place, false):
            "\(place) has no column \(names.map { "'\($0)'" }.joined(separator: ", ")); its header must name every coordinate"
        case .noPoints(let file): "\(file) has a header and no points"
        case .nameTaken(let column, let file): "the column '\(column)' of \(file) has the name of a result; rename or remove it"
        case .outside(let place, let point, let reason):
            "\(place): the point \(point) \(reason); --outside nan writes nan there"
        case .notEvaluable(let path, let reason): "the run '\(path)' cannot be evaluated: \(reason)"
        case .formula(let text, let reason): "--formula '\(text)': \(reason)"
        case .notInput(let text, let inputs):
            "--parameter '\(text)': " + (inputs.isEmpty ? "the network was trained for one value of each parameter" : "give \(inputs.joined(separator: ", "))")
        case .ending(let path, let reason): "'\(path)': \(reason)"
        }
    }

    var status: ExitStatus {
        switch self {
        case .notEvaluable, .noPoints: .inputMissing
        default: .usage
        }
    }
}

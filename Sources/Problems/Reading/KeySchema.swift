/// The declaration of one key of a problem file: the reader, `list`, `explain` and suggestions all come from it.
public struct KeySchema: Sendable {
    /// What may stand after a key.
    public indirect enum Value: Sendable {
        case text
        /// `true` or `false`.
        case flag
        case number(ClosedRange<Double>)
        case integer(ClosedRange<Int>)
        case choice([String])
        /// Text for the formula parser: an expression, an equation or a condition.
        case formula
        /// `[from, to]`.
        case interval
        /// A list; a single element may be written without brackets.
        case list(Value)
        /// A map with these keys.
        case map([KeySchema])
        /// A map whose keys the user chooses.
        case named(Value, noun: String)
        /// Told apart by what is written: text, list or map.
        case oneOf([Value])
        /// Settings of methods, checked against the methods' own declarations.
        case methods
        /// Kept as written.
        case anything
    }

    public let name: String
    public let value: Value
    /// One or two sentences.
    public let meaning: String
    /// What an absent key means.
    public let defaultText: String?
    public let example: String
    public let isRequired: Bool

    public init(
        _ name: String, _ value: Value, _ meaning: String, default defaultText: String? = nil, example: String,
        isRequired: Bool = false
    ) {
        self.name = name
        self.value = value
        self.meaning = meaning
        self.defaultText = defaultText
        self.example = example
        self.isRequired = isRequired
    }

    /// The keys that may stand below this one, if they are declared.
    public var children: [KeySchema] { value.keys }

    /// The declaration at a dotted path such as `output.times`; user-chosen names stand for themselves.
    public static func find(_ path: String) -> KeySchema? {
        var level = problem
        var found: KeySchema?
        for part in path.split(separator: ".") {
            if let next = level.first(where: { $0.name == part }) {
                found = next
                level = next.children
            } else if let current = found, case .named(let value, _) = current.value.firstNamed {
                found = KeySchema(String(part), value, current.meaning, example: current.example)
                level = value.keys
            } else {
                return nil
            }
        }
        return found
    }
}

extension KeySchema.Value {
    /// Keys of the map this value may be.
    var keys: [KeySchema] {
        switch self {
        case .map(let keys): keys
        case .oneOf(let values): values.flatMap(\.keys)
        case .list(let value): value.keys
        default: []
        }
    }

    /// The alternative with user-chosen names, or the value itself.
    var firstNamed: KeySchema.Value {
        guard case .oneOf(let values) = self else { return self }
        return values.first { if case .named = $0 { true } else { false } } ?? self
    }

    /// In words, for messages and `explain`.
    public var words: String {
        switch self {
        case .text: "text"
        case .flag: "true or false"
        case .number(let range): "a number" + Self.bounds(range)
        case .integer(let range):
            range.upperBound == .max
                ? "a whole number of at least \(range.lowerBound)" : "a whole number from \(range.lowerBound) to \(range.upperBound)"
        case .choice(let values): "one of " + values.joined(separator: ", ")
        case .formula: "a formula"
        case .interval: "[from, to]"
        case .list(let value): "a list, each \(value.words)"
        case .map(let keys): "a map with " + keys.map(\.name).joined(separator: ", ")
        case .named(let value, let noun): "a map from \(noun) names, each \(value.words)"
        case .oneOf(let values): values.map(\.words).joined(separator: "; or ")
        case .methods: "a map from methods to their settings"
        case .anything: "anything"
        }
    }

    private static func bounds(_ range: ClosedRange<Double>) -> String {
        if range.lowerBound == .leastNonzeroMagnitude, !range.upperBound.isFinite { return " above 0" }
        return switch (range.lowerBound.isFinite, range.upperBound.isFinite) {
        case (true, true): " from \(NumberText.short(range.lowerBound)) to \(NumberText.short(range.upperBound))"
        case (true, false): " of at least \(NumberText.short(range.lowerBound))"
        case (false, true): " of at most \(NumberText.short(range.upperBound))"
        default: ""
        }
    }
}

/// A method as the reader sees it: its name and the keys of its settings.
public struct MethodSchema: Sendable {
    public var name: String
    public var settings: [KeySchema]
    /// False for methods that are known but not in this build.
    public var isAvailable: Bool

    public init(_ name: String, settings: [KeySchema], isAvailable: Bool = true) {
        self.name = name
        self.settings = settings
        self.isAvailable = isAvailable
    }

    /// Methods that belong to Ansatz but may be missing from a build: their settings are kept unread.
    public static let planned = [
        "chebyshev", "fourier", "runge-kutta", "pinn", "deeponet", "gaussian-process", "multigrid-operator", "fourier-operator", "multigrid", "features",
        "frozen",
    ].map { MethodSchema($0, settings: [], isAvailable: false) }
}

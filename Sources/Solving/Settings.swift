import Problems

/// The declaration of one setting of a method.
public struct SettingDescription: Sendable {
    public enum Kind: Sendable {
        case number(range: ClosedRange<Double>, default: Double?)
        case integer(range: ClosedRange<Int>, default: Int?)
        case choice([String], default: String?)
        case flag(default: Bool)
        case integers(range: ClosedRange<Int>, default: [Int]?)
    }

    public var name: String
    public var kind: Kind
    /// Unit, or nil for a pure number.
    public var unit: String?
    /// One sentence.
    public var meaning: String

    public init(_ name: String, _ kind: Kind, unit: String? = nil, meaning: String) {
        self.name = name
        self.kind = kind
        self.unit = unit
        self.meaning = meaning
    }
}

/// Settings that passed their schema; getters fall back to the declared default.
public struct Settings: Sendable {
    public enum Value: Sendable, Hashable {
        case number(Double)
        case integer(Int)
        case text(String)
        case flag(Bool)
        case integers([Int])
    }

    private var values: [String: Value]

    public init(_ values: [String: Value] = [:]) {
        self.values = values
    }

    public subscript(_ name: String) -> Value? {
        get { values[name] }
        set { values[name] = newValue }
    }
}

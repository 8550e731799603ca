/// The declaration of one setting of a method: the reader, `list`, `explain` and the resolved file come from it.
public struct SettingDescription: Sendable, Hashable {
    /// What values a setting takes, and which it has when the file is silent (nil: the method decides).
    public enum Kind: Sendable, Hashable {
        case number(range: ClosedRange<Double>, default: Double?)
        case integer(range: ClosedRange<Int>, default: Int?)
        case choice([String], default: String?)
        case flag(default: Bool)
        case integers(range: ClosedRange<Int>, default: [Int]?)
        /// Any of some words, each once.
        case choices([String], default: [String]?)
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

extension SettingDescription.Kind {
    /// The declared default.
    public var defaultValue: Settings.Value? {
        switch self {
        case .number(_, let value): value.map(Settings.Value.number)
        case .integer(_, let value): value.map(Settings.Value.integer)
        case .choice(_, let value): value.map(Settings.Value.text)
        case .flag(let value): .flag(value)
        case .integers(_, let value): value.map(Settings.Value.integers)
        case .choices(_, let value): value.map(Settings.Value.texts)
        }
    }

    /// What a value must be, for messages and manuals: `a number from 1e-14 to 0.1`.
    public var requirement: String {
        switch self {
        case .number(let range, _): "a number from \(range.lowerBound) to \(range.upperBound)"
        case .integer(let range, _): "a whole number from \(range.lowerBound) to \(range.upperBound)"
        case .choice(let choices, _): "one of " + choices.joined(separator: ", ")
        case .flag: "true or false"
        case .integers(let range, _): "a list of whole numbers from \(range.lowerBound) to \(range.upperBound)"
        case .choices(let choices, _): "a list of different ones of " + choices.joined(separator: ", ")
        }
    }
}

extension Settings.Value: CustomStringConvertible {
    /// The value as it would be written in a problem file.
    public var description: String {
        switch self {
        case .number(let value): "\(value)"
        case .integer(let value): "\(value)"
        case .text(let value): value
        case .flag(let value): value ? "true" : "false"
        case .integers(let values): "[" + values.map(String.init).joined(separator: ", ") + "]"
        case .texts(let values): "[" + values.joined(separator: ", ") + "]"
        }
    }
}

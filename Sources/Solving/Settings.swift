/// Settings of a method that passed its schema; what the file leaves out has its declared default.
///
/// The getters trap on a name or type the schema does not declare: that is a mistake in the method, not in a file.
public struct Settings: Sendable, Hashable {
    public enum Value: Sendable, Hashable {
        case number(Double)
        case integer(Int)
        case text(String)
        case flag(Bool)
        case integers([Int])
        case texts([String])
    }

    /// Values by name: those given and the defaults; a setting without default that was not given is absent.
    public private(set) var values: [String: Value]
    /// Names that the user gave; the rest are defaults.
    public private(set) var given: Set<String>

    /// Makes settings from values given by name, filled up with the defaults of `schema`.
    /// Precondition: every name is declared in `schema`.
    public init(_ given: [String: Value] = [:], schema: [SettingDescription]) {
        var values: [String: Value] = [:]
        for description in schema {
            values[description.name] = given[description.name] ?? description.kind.defaultValue
        }
        let unknown = given.keys.filter { name in !schema.contains { $0.name == name } }
        precondition(unknown.isEmpty, "settings \(unknown.sorted()) are not in the schema")
        self.values = values
        self.given = Set(given.keys)
    }

    /// Whether the setting has a value, given or by default.
    public func has(_ name: String) -> Bool { values[name] != nil }

    public func number(_ name: String) -> Double {
        switch values[name] {
        case .number(let value): value
        case .integer(let value): Double(value)
        default: preconditionFailure("'\(name)' is not declared as a number with a value")
        }
    }

    public func integer(_ name: String) -> Int {
        guard case .integer(let value) = values[name] else {
            preconditionFailure("'\(name)' is not declared as an integer with a value")
        }
        return value
    }

    public func text(_ name: String) -> String {
        guard case .text(let value) = values[name] else {
            preconditionFailure("'\(name)' is not declared as a choice with a value")
        }
        return value
    }

    public func flag(_ name: String) -> Bool {
        guard case .flag(let value) = values[name] else { preconditionFailure("'\(name)' is not declared as a flag") }
        return value
    }

    public func texts(_ name: String) -> [String] {
        guard case .texts(let value) = values[name] else {
            preconditionFailure("'\(name)' is not declared as a list of choices with a value")
        }
        return value
    }

    public func integers(_ name: String) -> [Int] {
        switch values[name] {
        case .integers(let values): values
        // As in a file: a single number is a list of one.
        case .integer(let value): [value]
        default: preconditionFailure("'\(name)' is not declared as a list of integers with a value")
        }
    }
}

import Foundation

/// A JSON document whose objects keep the order in which they were written.
///
/// Foundation's encoders sort or shuffle keys and refuse NaN; here NaN and infinities become null.
indirect enum JSONValue: Sendable, ExpressibleByStringLiteral, ExpressibleByArrayLiteral,
    ExpressibleByDictionaryLiteral, ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral
{
    case null
    case flag(Bool)
    case integer(Int)
    case number(Double)
    case text(String)
    case list([JSONValue])
    case object([(String, JSONValue)])

    init(stringLiteral value: String) { self = .text(value) }
    init(arrayLiteral elements: JSONValue...) { self = .list(elements) }
    init(dictionaryLiteral elements: (String, JSONValue)...) { self = .object(elements) }
    init(floatLiteral value: Double) { self = .number(value) }
    init(integerLiteral value: Int) { self = .integer(value) }
    init(booleanLiteral value: Bool) { self = .flag(value) }

    init(_ value: Double?) { self = value.map(JSONValue.number) ?? .null }
    init(_ value: String?) { self = value.map(JSONValue.text) ?? .null }

    /// The document on one line.
    var line: String { printed(indent: nil, level: 0) }

    /// The document indented by two spaces a level, ending in a newline.
    var pretty: String { printed(indent: "  ", level: 0) + "\n" }

    private func printed(indent: String?, level: Int) -> String {
        switch self {
        case .null: "null"
        case .flag(let value): value ? "true" : "false"
        case .integer(let value): "\(value)"
        case .number(let value): Self.printed(value)
        case .text(let value): Self.quoted(value)
        case .list(let values):
            Self.enclosed("[", values.map { $0.printed(indent: indent, level: level + 1) }, "]", indent, level)
        case .object(let members):
            Self.enclosed(
                "{", members.map { "\(Self.quoted($0.0)): \($0.1.printed(indent: indent, level: level + 1))" }, "}", indent, level)
        }
    }

    private static func printed(_ value: Double) -> String {
        guard value.isFinite else { return "null" }
        return value == value.rounded() && abs(value) < 1e15 ? String(format: "%.1f", value) : "\(value)"
    }

    private static func enclosed(_ open: String, _ items: [String], _ close: String, _ indent: String?, _ level: Int) -> String {
        guard let indent, !items.isEmpty else { return open + items.joined(separator: ", ") + close }
        let inner = "\n" + String(repeating: indent, count: level + 1)
        return open + inner + items.joined(separator: "," + inner) + "\n" + String(repeating: indent, count: level) + close
    }

    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case _ where scalar.value < 0x20: result += String(format: "\\u%04x", scalar.value)
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}

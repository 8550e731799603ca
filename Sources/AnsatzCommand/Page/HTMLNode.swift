/// A piece of an HTML page. Text and attributes are escaped when the page is printed, so none of a user's text becomes
/// markup; the page is well-formed XML as well.
indirect enum HTMLNode: Sendable, ExpressibleByStringLiteral {
    case text(String)
    case element(String, attributes: [(String, String)], children: [HTMLNode])
    /// The content of `style`, which is not escaped. Never a user's text.
    case styleSheet(String)

    init(stringLiteral value: String) { self = .text(value) }

    /// An element by name: `.make("p", ["class": "note"], ["text"])`.
    static func make(_ name: String, _ attributes: KeyValuePairs<String, String> = [:], _ children: [HTMLNode] = []) -> HTMLNode {
        .element(name, attributes: attributes.map { ($0.key, $0.value) }, children: children)
    }

    private static let emptyElements: Set<String> = ["meta", "img", "br"]

    /// The page as text.
    func printed() -> String {
        switch self {
        case .text(let text): return Self.escaped(text)
        case .styleSheet(let text): return text
        case .element(let name, let attributes, let children):
            let list = attributes.map { " \($0.0)=\"\(Self.escaped($0.1))\"" }.joined()
            if Self.emptyElements.contains(name) { return "<\(name)\(list)/>" }
            return "<\(name)\(list)>" + children.map { $0.printed() }.joined() + "</\(name)>"
        }
    }

    /// The text with the five signs of markup replaced, and without characters that XML does not allow.
    static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            case "\n", "\t", "\r": result.unicodeScalars.append(scalar)
            case _ where scalar.value < 0x20 || (0xFFFE...0xFFFF).contains(scalar.value): result += "\u{FFFD}"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}

extension HTMLNode {
    /// A table with a head; cells of numbers are set to the right.
    static func table(head: [String], rows: [[String]]) -> HTMLNode {
        let headRow = make("tr", [:], head.map { make("th", [:], [.text($0)]) })
        let body = rows.map { row in
            make("tr", [:], row.map { cell in
                make("td", Double(cell) == nil ? [:] : ["class": "number"], [.text(cell)])
            })
        }
        return make("div", ["class": "wide"], [make("table", [:], [make("thead", [:], [headRow]), make("tbody", [:], body)])])
    }

    /// Names and values below each other.
    static func pairs(_ rows: [(String, String)]) -> HTMLNode {
        let body = rows.map { make("tr", [:], [make("th", ["scope": "row"], [.text($0.0)]), make("td", [:], [.text($0.1)])]) }
        return make("div", ["class": "wide"], [make("table", [:], [make("tbody", [:], body)])])
    }

    /// Lines of code as they stand.
    static func code(_ text: String) -> HTMLNode { make("pre", [:], [make("code", [:], [.text(text)])]) }

    /// A part that is folded until it is asked for.
    static func folded(_ title: String, _ content: [HTMLNode]) -> HTMLNode {
        make("details", [:], [make("summary", [:], [.text(title)])] + content)
    }

    /// A section with a heading; nothing where it would be empty.
    static func section(_ title: String, _ content: [HTMLNode]) -> [HTMLNode] {
        content.isEmpty ? [] : [make("section", [:], [make("h2", [:], [.text(title)])] + content)]
    }
}

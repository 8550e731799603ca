/// Marks keys, text in quotes, numbers and comments of a problem file for a page; nothing is lost or added.
struct YAMLHighlighter {
    /// The lines with marked parts.
    static func nodes(_ text: String) -> [HTMLNode] {
        text.split(separator: "\n", omittingEmptySubsequences: false).flatMap { line(Array($0)) + [.text("\n")] }
    }

    private static func line(_ characters: [Character]) -> [HTMLNode] {
        var nodes: [HTMLNode] = [], plain = "", index = 0
        func flush() {
            if !plain.isEmpty { nodes.append(.text(plain)) }
            plain = ""
        }
        while index < characters.count {
            guard let (end, kind) = token(characters, at: index) else {
                plain.append(characters[index])
                index += 1
                continue
            }
            flush()
            nodes.append(.make("span", ["class": kind], [.text(String(characters[index..<end]))]))
            index = end
        }
        flush()
        return nodes
    }

    /// The end and the kind of a marked part that begins at a place.
    private static func token(_ characters: [Character], at index: Int) -> (Int, String)? {
        let character = characters[index]
        let before = index > 0 ? characters[index - 1] : " "
        if character == "#", before.isWhitespace { return (characters.count, "comment") }
        guard before.isWhitespace || "[{,".contains(before) else { return nil }
        // A value or key begins after a sign of YAML; elsewhere words and digits are text.
        let sign = characters[..<index].last { !$0.isWhitespace }
        guard sign.map({ ":[{,-".contains($0) }) ?? true else { return nil }
        if character == "'" || character == "\"" { return (quoteEnd(characters, from: index), "quote") }
        if character.isLetter {
            var end = index
            while end < characters.count, characters[end].isLetter || characters[end].isNumber || "-_.".contains(characters[end]) { end += 1 }
            let isKey = end < characters.count && characters[end] == ":" && (end + 1 == characters.count || characters[end + 1].isWhitespace)
            return isKey ? (end, "key") : nil
        }
        var end = index
        while end < characters.count, characters[end].isNumber || "+-.eE".contains(characters[end]) { end += 1 }
        return Double(String(characters[index..<end])) != nil ? (end, "value") : nil
    }

    private static func quoteEnd(_ characters: [Character], from start: Int) -> Int {
        let end = characters[(start + 1)...].firstIndex(of: characters[start])
        return end.map { $0 + 1 } ?? characters.count
    }
}

/// What names in a problem file may look like.
enum NameRules {
    /// Why text is not a name, or nil if it is one: a letter, then letters, digits and underscores.
    static func refusal(of name: String) -> String? {
        guard let first = name.unicodeScalars.first else { return "it is empty" }
        if name.unicodeScalars.count > 64 { return "it is longer than 64 characters" }
        if !first.properties.isAlphabetic { return "a name starts with a letter" }
        let odd = name.unicodeScalars.first { !$0.properties.isAlphabetic && !isDigit($0) && $0 != "_" }
        if let odd { return "'\(odd)' is neither a letter, a digit nor '_'" }
        return nil
    }

    private static func isDigit(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.numericType == .decimal
    }
}

/// Cheap tests made before the YAML reader sees a text, so that no text can exhaust stack, memory or patience.
///
/// The YAML reader recurses once a level and compares keys by value; nesting, size and aliased keys are what a hostile
/// file would use. Limits are far above anything a person writes.
struct YAMLLimits {
    static let bytes = 1 << 17
    static let depth = 64
    static let lineLength = 8192
    static let lines = 20000

    let file: String
    let text: String

    func refusal() -> Diagnostic? {
        if text.utf8.count > Self.bytes { return refuse("more than \(Self.bytes / 1024) KiB", line: nil, column: 1) }
        if let control = controlCharacter() { return control }
        var depth = 0
        for (index, line) in SourceText(text).lines.enumerated() {
            let number = index + 1
            if number > Self.lines { return refuse("more than \(Self.lines) lines", line: number, column: 1) }
            if line.utf8.count > Self.lineLength {
                return refuse("a line of more than \(Self.lineLength) characters", line: number, column: 1)
            }
            if let column = tooDeep(line, depth: &depth) {
                return refuse("nested more than \(Self.depth) deep", line: number, column: column)
            }
        }
        return aliasedKey()
    }

    private func refuse(_ what: String, line: Int?, column: Int) -> Diagnostic {
        let place = line.map { SourceOrigin(file: file, line: $0, column: column, length: 1) }
        return Diagnostic(.yaml(.tooLarge(what)), at: place)
    }

    private func controlCharacter() -> Diagnostic? {
        var line = 1, column = 1
        for scalar in text.unicodeScalars {
            if scalar == "\n" {
                line += 1
                column = 1
                continue
            }
            let value = scalar.value
            if (value < 0x20 && value != 0x09 && value != 0x0D) || value == 0x7F {
                let place = SourceOrigin(file: file, line: line, column: column, length: 1)
                return Diagnostic(.yaml(.notText("control character \(value)")), at: place)
            }
            column += 1
        }
        return nil
    }

    /// Brackets that stay open, and indicators that open block collections, counted without regard to quotes.
    private func tooDeep(_ line: Substring, depth: inout Int) -> Int? {
        var column = 0, indicators = 0
        var previous: UInt8 = 0x20
        for byte in line.utf8 {
            column += 1
            switch byte {
            case UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
            case UInt8(ascii: "]"), UInt8(ascii: "}"): depth = max(0, depth - 1)
            case UInt8(ascii: " ") where previous == UInt8(ascii: "-") || previous == UInt8(ascii: "?")
                || previous == UInt8(ascii: ":"): indicators += 1
            default: break
            }
            if depth > Self.depth || indicators > 4 * Self.depth { return column }
            previous = byte
        }
        return line.prefix { $0 == " " }.count > 4 * Self.depth ? 4 * Self.depth : nil
    }

    /// An anchor that is used again: refused here because comparing aliased keys can take exponential time.
    private func aliasedKey() -> Diagnostic? {
        var names = Set<String>()
        for (index, line) in SourceText(text).lines.enumerated() {
            let scalars = Array(line.unicodeScalars)
            for column in scalars.indices where scalars[column] == "&" || scalars[column] == "*" {
                guard startsValue(scalars, column) else { continue }
                let name = scalars[(column + 1)...].prefix { !" ,]}:\t".unicodeScalars.contains($0) }
                guard !name.isEmpty else { continue }
                let text = String(String.UnicodeScalarView(name))
                if scalars[column] == "&" {
                    names.insert(text)
                } else if names.contains(text) {
                    let place = SourceOrigin(file: file, line: index + 1, column: column + 1, length: name.count + 1)
                    return Diagnostic(.yaml(.forbidden(.alias)), at: place)
                }
            }
        }
        return nil
    }

    private func startsValue(_ scalars: [Unicode.Scalar], _ column: Int) -> Bool {
        guard let before = scalars[..<column].last(where: { $0 != " " }) else { return true }
        return ":-?[{,".unicodeScalars.contains(before)
    }
}

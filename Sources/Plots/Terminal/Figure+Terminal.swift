extension Figure {
    /// The figure in characters: curves as braille dots, colour maps as half blocks, panels below each other.
    /// - Parameters:
    ///   - width: columns of the terminal; less than 24 counts as 24.
    ///   - colours: without any, maps become characters of rising darkness, and curves carry letters.
    /// - Returns: lines that end in newlines, none wider than `width`.
    public func terminalText(width: Int = 80, colours: TerminalColours = .none) -> String {
        let width = max(width, 24)
        var text = title.isEmpty ? "" : TerminalText.centred(title, width: width) + "\n"
        for panel in panels {
            var panel = panel
            if panel.colors == nil { panel.colors = sharedColors }
            text += TerminalPanel(panel, width: width, colours: colours).text
        }
        return text
    }
}

/// Text of limited length for terminals.
enum TerminalText {
    /// The text, cut with an ellipsis where it is too long.
    static func fitted(_ text: String, width: Int) -> String {
        text.count <= width ? text : width < 1 ? "" : text.prefix(width - 1) + "…"
    }

    static func centred(_ text: String, width: Int) -> String {
        let fitted = fitted(text, width: width)
        return String(repeating: " ", count: (width - fitted.count) / 2) + fitted
    }
}

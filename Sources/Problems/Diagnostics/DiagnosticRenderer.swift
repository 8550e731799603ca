/// Lays diagnostics out for people: source line, carets, labels, notes, help.
///
/// The only place that knows the layout; words come from `DiagnosticKind`, places from `SourceOrigin`.
public struct DiagnosticRenderer: Sendable {
    /// Text by file name.
    public var sources: [String: String]
    /// Terminal columns; longer source lines are clipped around the caret. Nil clips only where nobody would read on.
    public var width: Int?
    /// True paints with ANSI escapes.
    public var usesColor: Bool

    /// Columns where no terminal sets a limit.
    static let longestLine = 240

    public init(sources: [String: String], width: Int? = nil, usesColor: Bool = false) {
        self.sources = sources
        self.width = width
        self.usesColor = usesColor
    }

    /// All diagnostics, an empty line between them, and the closing count.
    public func render(_ diagnostics: [Diagnostic]) -> String {
        guard !diagnostics.isEmpty else { return "" }
        return diagnostics.map(render).joined(separator: "\n") + "\n" + Self.summary(diagnostics) + "\n"
    }

    /// `2 errors, 1 warning; nothing was run`.
    public static func summary(_ diagnostics: [Diagnostic]) -> String {
        let errors = diagnostics.count { $0.severity == .error }
        let warnings = diagnostics.count - errors
        var parts: [String] = []
        if errors > 0 { parts.append(PosingProblem.count(errors, "error")) }
        if warnings > 0 { parts.append(PosingProblem.count(warnings, "warning")) }
        return parts.joined(separator: ", ") + (errors > 0 ? "; nothing was run" : "")
    }

    /// One diagnostic, ending in a newline.
    public func render(_ diagnostic: Diagnostic) -> String {
        let labels = ([diagnostic.primary].compactMap { $0 }.map { ($0, true) }) + diagnostic.secondary.map { ($0, false) }
        let last = labels.map(\.0.origin.line).max() ?? 0
        let gutter = max(2, String(last).count)
        var lines = [header(diagnostic)]
        if let primary = diagnostic.primary {
            lines += locations(labels, main: primary.origin, gutter: gutter)
        }
        let margin = String(repeating: " ", count: gutter + 1)
        for note in diagnostic.notes { lines.append(paint(margin + "=", .blue) + " " + note) }
        if let help = diagnostic.help { lines.append(paint(margin + "=", .blue) + " " + paint("help:", .bold) + " " + help) }
        return lines.joined(separator: "\n") + "\n"
    }

    private func header(_ diagnostic: Diagnostic) -> String {
        let title = "\(diagnostic.severity.rawValue)[\(diagnostic.code)]"
        return paint(title, diagnostic.severity == .error ? .red : .yellow) + paint(": \(diagnostic.message)", .bold)
    }

    private func locations(_ labels: [(Diagnostic.Label, Bool)], main: SourceOrigin, gutter: Int) -> [String] {
        let files = [main.file] + labels.map(\.0.origin.file).filter { $0 != main.file }
        var lines: [String] = []
        var done = Set<String>()
        for file in files where done.insert(file).inserted {
            let here = labels.filter { $0.0.origin.file == file }
            let arrow = file == main.file ? "-->" : ":::"
            let place = file == main.file ? main : here[0].0.origin
            let margin = String(repeating: " ", count: gutter)
            lines.append(paint(margin + arrow, .blue) + " \(place.file):\(place.line):\(place.column)")
            lines += snippets(here, text: sources[file], gutter: gutter)
        }
        return lines
    }

    private func snippets(_ labels: [(Diagnostic.Label, Bool)], text: String?, gutter: Int) -> [String] {
        guard let text else { return [] }
        let source = SourceText(text)
        let bar = paint(String(repeating: " ", count: gutter + 1) + "|", .blue)
        var lines = [bar]
        var previous: Int?
        for number in Set(labels.map(\.0.origin.line)).sorted() {
            guard let line = source.line(number) else { continue }
            if let previous, number > previous + 1 { lines.append(paint("...", .blue)) }
            previous = number
            let marks = labels.filter { $0.0.origin.line == number }
                .map { SnippetMark(label: $0.0, isPrimary: $0.1) }
                .sorted { $0.column < $1.column }
            let prefix = String(repeating: " ", count: gutter - String(number).count) + "\(number) |"
            let room = max(24, (width ?? Self.longestLine) - gutter - 3)
            let snippet = Snippet(line: line, marks: marks, room: room)
            lines.append(paint(prefix, .blue) + (snippet.text.isEmpty ? "" : " " + snippet.text))
            lines += snippet.underlines.map { bar + " " + paintMarks($0) }
        }
        return lines.count == 1 ? [] : lines
    }

    private func paintMarks(_ line: Snippet.Underline) -> String {
        guard usesColor else { return line.text }
        return paint(line.text, line.isPrimary ? .red : .blue)
    }

    private enum Paint: String {
        case red = "1;31", yellow = "1;33", blue = "1;34", bold = "1"
    }

    private func paint(_ text: String, _ paint: Paint) -> String {
        usesColor ? "\u{1B}[\(paint.rawValue)m\(text)\u{1B}[0m" : text
    }
}

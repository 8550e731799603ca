/// A label reduced to its line.
struct SnippetMark {
    /// 0-based first scalar on the line.
    var column: Int
    var length: Int
    var text: String
    var isPrimary: Bool

    init(label: Diagnostic.Label, isPrimary: Bool) {
        column = label.origin.column - 1
        length = label.origin.length
        text = label.text
        self.isPrimary = isPrimary
    }
}

/// One source line with its carets, cut to the room there is.
struct Snippet {
    struct Underline {
        var text: String
        var isPrimary: Bool
    }

    private(set) var text = ""
    private(set) var underlines: [Underline] = []

    /// - Parameters:
    ///   - marks: sorted by column.
    ///   - room: cells available for the source line; nil is unlimited.
    init(line: some StringProtocol, marks: [SnippetMark], room: Int?) {
        let layout = DisplayWidth.layout(line)
        let ranges = marks.map { Self.cells(of: $0, in: layout) }
        let window = Self.window(layout, around: ranges.first, room: room)
        text = Self.clip(layout, to: window)
        let shift = window.lowerBound - (window.lowerBound > 0 ? 1 : 0)
        let placed = zip(marks, ranges).map { mark, range in
            let start = max(0, range.lowerBound - shift)
            let end = min(max(start + 1, range.upperBound - shift), window.count + 2)
            return (mark: mark, start: min(start, window.count + 1), end: max(end, min(start, window.count + 1) + 1))
        }
        underlines = Self.underline(placed)
    }

    private static func cells(of mark: SnippetMark, in layout: DisplayWidth.Line) -> Range<Int> {
        let count = layout.cells.count
        let start = mark.column < count ? layout.cells[max(0, mark.column)].start : layout.width
        let last = min(mark.column + max(1, mark.length), count) - 1
        guard last >= mark.column, last >= 0, last < count else { return start..<start + 1 }
        return start..<max(start + 1, layout.cells[last].start + layout.cells[last].width)
    }

    /// Which cells of the line are shown.
    private static func window(_ layout: DisplayWidth.Line, around range: Range<Int>?, room: Int?) -> Range<Int> {
        guard let room, layout.width > room else { return 0..<layout.width }
        let inner = room - 2
        let focus = range ?? 0..<0
        // A third of the room before the caret shows what leads up to it.
        let start = max(0, min(focus.lowerBound - inner / 3, layout.width - inner))
        return start..<min(layout.width, start + inner)
    }

    private static func clip(_ layout: DisplayWidth.Line, to window: Range<Int>) -> String {
        let inside = layout.cells.filter { $0.start >= window.lowerBound && $0.start + $0.width <= window.upperBound }
        let core = inside.map(\.text).joined()
        let full = (window.lowerBound > 0 ? "…" : "") + core + (window.upperBound < layout.width ? "…" : "")
        return String(full.reversed().drop { $0 == " " }.reversed())
    }

    /// First a line with every underline and the text of the rightmost, then the other texts from right to left.
    private static func underline(_ marks: [(mark: SnippetMark, start: Int, end: Int)]) -> [Underline] {
        guard let last = marks.last else { return [] }
        var line = ""
        for mark in marks {
            line += String(repeating: " ", count: max(0, mark.start - line.count))
            let overlap = max(0, line.count - mark.start)
            line += String(repeating: mark.mark.isPrimary ? "^" : "-", count: max(0, mark.end - mark.start - overlap))
        }
        let text = last.mark.text.isEmpty ? "" : " " + last.mark.text
        var result = [Underline(text: line + text, isPrimary: marks.contains { $0.mark.isPrimary })]
        for mark in marks.dropLast().reversed() where !mark.mark.text.isEmpty {
            let margin = String(repeating: " ", count: mark.start)
            result.append(Underline(text: margin + mark.mark.text, isPrimary: mark.mark.isPrimary))
        }
        return result
    }
}

/// Places the keys of labelled curves in rows.
struct LegendLayout {
    let style: PlotStyle
    let measure: (String, PlotFont) -> TextExtent

    /// Height of the rows for a width; 0 without labelled curves.
    func height(_ curves: [Curve], width: Double) -> Double { frame(curves, x: 0, y: 0, width: width)?.height ?? 0 }

    /// Rows that begin at (x, y) and are at most `width` long; nil without labelled curves.
    func frame(_ curves: [Curve], x: Double, y: Double, width: Double) -> LegendFrame? {
        let labelled = curves.filter { !$0.label.isEmpty }
        guard !labelled.isEmpty else { return nil }
        let font = style.tickFont
        let rowHeight = measure("Ag", font).height + style.gap * 0.6
        let textWidth = max(width - style.keyLength - style.gap, 1)
        var entries: [LegendFrame.Entry] = []
        var (left, row) = (0.0, 0)
        for curve in labelled {
            let (text, textFont) = TextFitting(measure: measure).fitted(curve.label, font, width: textWidth)
            let length = style.keyLength + style.gap + measure(text, textFont).width
            if left > 0, left + length > width { (left, row) = (0, row + 1) }
            let middle = y + (Double(row) + 0.5) * rowHeight
            let start = PlotPoint(x + left, middle), end = PlotPoint(x + left + style.keyLength, middle)
            let placed = PlacedText(
                text: text, place: PlotPoint(end.x + style.gap, middle), font: textFont, color: style.ink)
            entries.append(.init(curve: curve, start: start, end: end, text: placed))
            left += length + 3 * style.gap
        }
        return LegendFrame(entries: entries, height: Double(row + 1) * rowHeight + style.gap * 0.6)
    }
}

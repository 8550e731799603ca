/// A figure on the page.
struct FigureLayout {
    let title: PlacedText?
    let panels: [PanelFrame]
    let sharedBar: ColorBarFrame?
    let style: PlotStyle

    init(_ figure: Figure, measure: @escaping (String, PlotFont) -> TextExtent) {
        let style = PlotStyle(size: figure.size)
        var area = PlotRectangle(x: 0, y: 0, width: figure.size.width, height: figure.size.height)
            .inset(left: style.margin, top: style.margin, right: style.margin, bottom: style.margin)
        title = Self.title(figure.title, in: area, style, measure)
        if let title { area = area.inset(top: measure(title.text, title.font).height + 1.5 * style.gap) }
        let bars = ColorBarLayout(style: style, measure: measure)
        let barHeight = min(area.height * 0.8, 320 * style.factor)
        if let scale = figure.sharedColors {
            area = area.inset(right: bars.width(scale, height: barHeight) + 2 * style.gap)
        }
        let cells = Self.cells(figure, in: area, style)
        panels = zip(figure.panels, cells).map { panel, cell in
            PanelLayout(panel: panel, cell: cell, style: Self.panelStyle(style, figure), measure: measure).frame()
        }
        sharedBar = figure.sharedColors.map { scale in
            bars.frame(scale, x: area.right + 2 * style.gap, y: area.y + (area.height - barHeight) / 2, height: barHeight)
        }
        self.style = style
    }

    /// Letters shrink a little where many panels share the page.
    private static func panelStyle(_ style: PlotStyle, _ figure: Figure) -> PlotStyle {
        let crowding = max(figure.columns, figure.rows)
        return PlotStyle(factor: max(style.factor * (crowding > 2 ? 0.85 : crowding == 2 ? 0.92 : 1), 0.62))
    }

    private static func title(
        _ text: String, in area: PlotRectangle, _ style: PlotStyle, _ measure: @escaping (String, PlotFont) -> TextExtent
    ) -> PlacedText? {
        let (text, font) = TextFitting(measure: measure).fitted(text, style.titleFont, width: area.width)
        guard !text.isEmpty else { return nil }
        return PlacedText(
            text: text, place: PlotPoint(area.x + area.width / 2, area.y), font: font, color: style.ink, along: .middle,
            across: .start)
    }

    private static func cells(_ figure: Figure, in area: PlotRectangle, _ style: PlotStyle) -> [PlotRectangle] {
        let gap = 2 * style.gap
        let columns = min(figure.columns, max(figure.panels.count, 1))
        let width = (area.width - gap * Double(columns - 1)) / Double(columns)
        let height = (area.height - gap * Double(max(figure.rows, 1) - 1)) / Double(max(figure.rows, 1))
        return figure.panels.indices.map { index in
            PlotRectangle(
                x: area.x + Double(index % columns) * (width + gap), y: area.y + Double(index / columns) * (height + gap),
                width: max(width, 1), height: max(height, 1))
        }
    }

    /// Every line of text on the page.
    var texts: [PlacedText] {
        [title].compactMap(\.self) + (sharedBar?.texts ?? [])
            + panels.flatMap { $0.texts + ($0.bar?.texts ?? []) + ($0.legend?.entries.map(\.text) ?? []) }
    }
}

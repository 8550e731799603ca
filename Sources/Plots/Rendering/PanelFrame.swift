/// A panel on the page: where its parts are and what is written around them.
struct PanelFrame {
    let panel: Panel
    /// The rectangle between the axes.
    let plot: PlotRectangle
    let horizontal: AxisScale
    let vertical: AxisScale
    let horizontalTicks: TickSet
    let verticalTicks: TickSet
    let bar: ColorBarFrame?
    let legend: LegendFrame?
    /// Title, labels and tick labels.
    let texts: [PlacedText]

    /// The place of a point of the data on the page, kept near the plot so that drawing stays in range.
    func place(_ point: PlotPoint) -> PlotPoint {
        let u = min(max(horizontal.fraction(of: point.x), -20), 21), v = min(max(vertical.fraction(of: point.y), -20), 21)
        return PlotPoint(plot.x + u * plot.width, plot.bottom - v * plot.height)
    }
}

/// A colour bar on the page.
struct ColorBarFrame {
    let scale: ColorScale
    let bar: PlotRectangle
    let ticks: TickSet
    let texts: [PlacedText]
}

/// The keys of labelled curves, in rows above the plot.
struct LegendFrame {
    struct Entry {
        let curve: Curve
        /// Ends of the sample of the line.
        let start: PlotPoint
        let end: PlotPoint
        let text: PlacedText
    }

    let entries: [Entry]
    let height: Double
}

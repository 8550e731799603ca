import Foundation

/// Finds the places of a panel's parts inside a cell of the page.
struct PanelLayout {
    let panel: Panel
    let cell: PlotRectangle
    let style: PlotStyle
    let measure: (String, PlotFont) -> TextExtent

    private var labels: AxisLabels { AxisLabels(style: style, measure: measure) }
    private var bars: ColorBarLayout { ColorBarLayout(style: style, measure: measure) }
    private var legends: LegendLayout { LegendLayout(style: style, measure: measure) }

    private var curves: [Curve] {
        panel.layers.compactMap { if case .curve(let curve) = $0 { curve } else { nil } }
    }

    func frame() -> PanelFrame {
        let (horizontal, vertical) = panel.scales
        var plot = cell.inset(left: 40 * style.factor, bottom: 30 * style.factor)
        var ticks = (across: TickSet(major: [], minor: []), upwards: TickSet(major: [], minor: []))
        // Ticks decide margins and margins decide ticks; the last margins belong to the last ticks.
        for _ in 0..<3 {
            ticks = (labels.across(horizontal, length: plot.width), labels.upwards(vertical, length: plot.height))
            plot = plotRectangle(horizontal, vertical, ticks.across, ticks.upwards, plot)
        }
        let height = barHeight(plot)
        let bar = panel.colors.map {
            bars.frame($0, x: plot.right + 2 * style.gap, y: plot.y + (plot.height - height) / 2, height: height)
        }
        let legend = legends.frame(curves, x: plot.x, y: plot.y - legends.height(curves, width: plot.width), width: plot.width)
        return PanelFrame(
            panel: panel, plot: plot, horizontal: horizontal, vertical: vertical, horizontalTicks: ticks.across,
            verticalTicks: ticks.upwards, bar: bar, legend: legend,
            texts: texts(plot, horizontal, vertical, ticks.across, ticks.upwards, legendHeight: legend?.height ?? 0))
    }

    /// A bar is as high as the plot, but higher than a flat strip, whose label would not fit.
    private func barHeight(_ plot: PlotRectangle) -> Double {
        let room = 2 * min(plot.y + plot.height / 2 - cell.y, cell.bottom - plot.y - plot.height / 2) - style.gap
        return max(plot.height, min(room, 110 * style.factor))
    }

    /// What is left of the cell beside ticks, labels, title, legend and bar; in the right shape where it must be kept.
    private func plotRectangle(
        _ horizontal: AxisScale, _ vertical: AxisScale, _ across: TickSet, _ upwards: TickSet, _ before: PlotRectangle
    ) -> PlotRectangle {
        let tickHeight = measure("0", style.tickFont).height
        let lastLabel = across.major.last.map { measure($0.label, style.tickFont).width / 2 } ?? 0
        let barWidth = panel.colors.map { 2 * style.gap + bars.width($0, height: barHeight(before)) } ?? 0
        let titleHeight = panel.title.isEmpty ? 0 : measure("Ag", style.panelFont).height + style.gap
        let plot = cell.inset(
            left: max(labels.largestWidth(upwards) + style.tickLength + 2 + labels.sideWidth(AxisLabels.label(panel.vertical.label, upwards)), tickHeight),
            top: max(titleHeight + legends.height(curves, width: before.width), tickHeight / 2),
            right: max(barWidth, lastLabel), bottom: tickHeight + style.tickLength + 2 + labelSpace(panel.horizontal, across))
        guard panel.keepsAspect else { return plot }
        let (width, height) = (horizontal.range.upperBound - horizontal.range.lowerBound, vertical.range.upperBound - vertical.range.lowerBound)
        let shape = min(max(height / width, 1e-3), 1e3)
        guard shape.isFinite, plot.width > 0, plot.height > 0 else { return plot }
        // A plane of extreme shape would be a line; it is stretched to a strip instead.
        let wanted = min(max(shape, 0.12), 8)
        let (w, h) = plot.height / plot.width > wanted ? (plot.width, plot.width * wanted) : (plot.height / wanted, plot.height)
        return PlotRectangle(x: plot.x + (plot.width - w) / 2, y: plot.y + (plot.height - h) / 2, width: w, height: h)
    }

    private func labelSpace(_ axis: PlotAxis, _ ticks: TickSet) -> Double {
        AxisLabels.label(axis.label, ticks).isEmpty ? 0 : measure("Ag", style.labelFont).height + style.gap
    }

    private func texts(
        _ plot: PlotRectangle, _ horizontal: AxisScale, _ vertical: AxisScale, _ across: TickSet, _ upwards: TickSet,
        legendHeight: Double
    ) -> [PlacedText] {
        let away = style.tickLength + 2
        var texts = across.major.map { tick in
            PlacedText(
                text: tick.label, place: PlotPoint(plot.x + horizontal.fraction(of: tick.value) * plot.width, plot.bottom + away),
                font: style.tickFont, color: style.ink, along: .middle, across: .start)
        }
        texts += upwards.major.map { tick in
            PlacedText(
                text: tick.label, place: PlotPoint(plot.x - away, plot.bottom - vertical.fraction(of: tick.value) * plot.height),
                font: style.tickFont, color: style.ink, along: .end)
        }
        let below = plot.bottom + away + measure("0", style.tickFont).height + style.gap
        let left = plot.x - away - labels.largestWidth(upwards) - style.gap
        texts += [
            placed(AxisLabels.label(panel.horizontal.label, across), style.labelFont, PlotPoint(plot.x + plot.width / 2, below), .start, plot.width),
            sideLabel(AxisLabels.label(panel.vertical.label, upwards), PlotPoint(left, plot.y + plot.height / 2), plot.height),
            placed(panel.title, style.panelFont, PlotPoint(plot.x + plot.width / 2, plot.y - legendHeight - style.gap), .end, titleWidth(plot)),
        ].compactMap(\.self)
        return texts
    }

    private func sideLabel(_ label: String, _ place: PlotPoint, _ height: Double) -> PlacedText? {
        guard !AxisLabels.isTurned(label) else { return placed(label, style.labelFont, place, .end, height, angle: -.pi / 2) }
        return label.isEmpty ? nil : PlacedText(text: label, place: place, font: style.labelFont, color: style.ink, along: .end)
    }

    /// A title may be as wide as the cell allows on both sides of its middle.
    private func titleWidth(_ plot: PlotRectangle) -> Double {
        let middle = plot.x + plot.width / 2
        return 2 * min(middle - cell.x, cell.right - middle)
    }

    private func placed(
        _ text: String, _ font: PlotFont, _ place: PlotPoint, _ across: PlacedText.Anchor, _ width: Double, angle: Double = 0
    ) -> PlacedText? {
        let (text, font) = TextFitting(measure: measure).fitted(text, font, width: width)
        guard !text.isEmpty else { return nil }
        return PlacedText(
            text: text, place: place, font: font, color: style.ink, along: .middle, across: across, angle: angle)
    }
}

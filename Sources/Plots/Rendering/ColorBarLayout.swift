/// Places a colour bar: the bar, its ticks and its label, from left to right.
struct ColorBarLayout {
    let style: PlotStyle
    let measure: (String, PlotFont) -> TextExtent

    /// Width of everything from the left edge of the bar.
    func width(_ scale: ColorScale, height: Double) -> Double {
        let ticks = ticks(scale, height: height)
        return textLeft(ticks) + AxisLabels(style: style, measure: measure).sideWidth(AxisLabels.label(scale.label, ticks))
    }

    /// A bar whose left upper corner is at (x, y).
    func frame(_ scale: ColorScale, x: Double, y: Double, height: Double) -> ColorBarFrame {
        let axis = AxisScale(range: scale.range, isLogarithmic: scale.isLogarithmic)
        let ticks = ticks(scale, height: height)
        let bar = PlotRectangle(x: x, y: y, width: style.barWidth, height: height)
        var texts = ticks.major.map { tick in
            PlacedText(
                text: tick.label,
                place: PlotPoint(bar.right + style.tickLength + 2, bar.bottom - axis.fraction(of: tick.value) * height),
                font: style.tickFont, color: style.ink)
        }
        let label = AxisLabels.label(scale.label, ticks)
        if !label.isEmpty {
            let isTurned = AxisLabels.isTurned(label)
            let (text, font) = TextFitting(measure: measure).fitted(label, style.labelFont, width: isTurned ? height : .infinity)
            texts.append(
                PlacedText(
                    text: text, place: PlotPoint(x + textLeft(ticks) + style.gap, y + height / 2), font: font, color: style.ink,
                    along: isTurned ? .middle : .start, across: isTurned ? .start : .middle, angle: isTurned ? -.pi / 2 : 0))
        }
        return ColorBarFrame(scale: scale, bar: bar, ticks: ticks, texts: texts)
    }

    private func ticks(_ scale: ColorScale, height: Double) -> TickSet {
        AxisLabels(style: style, measure: measure)
            .upwards(AxisScale(range: scale.range, isLogarithmic: scale.isLogarithmic), length: height)
    }

    private func textLeft(_ ticks: TickSet) -> Double {
        style.barWidth + style.tickLength + 2 + AxisLabels(style: style, measure: measure).largestWidth(ticks)
    }
}

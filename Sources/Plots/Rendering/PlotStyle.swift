/// Sizes and colours of a figure's furniture.
struct PlotStyle: Hashable {
    /// 1 for figures of the standard size; less for small ones, so that letters leave room for the data.
    let factor: Double

    init(size: FigureSize) {
        factor = min(max(min(size.width / 420, size.height / 300), 0.68), 1)
    }

    init(factor: Double) { self.factor = factor }

    var titleFont: PlotFont { PlotFont(size: 12.5 * factor, isBold: true) }
    var panelFont: PlotFont { PlotFont(size: 11 * factor) }
    var labelFont: PlotFont { PlotFont(size: 11 * factor) }
    var tickFont: PlotFont { PlotFont(size: 9.5 * factor) }
    var gap: Double { 5 * factor }
    var margin: Double { 8 * factor }
    var tickLength: Double { 4 * factor }
    var barWidth: Double { 13 * factor }
    var lineWidth: Double { 0.8 * max(factor, 0.8) }
    var keyLength: Double { 20 * factor }

    let background = PlotColor.white
    let ink = PlotColor(hex: 0x262626)
    let gridInk = PlotColor(hex: 0xE3E3E3)
    let faint = PlotColor(hex: 0x808080)
}

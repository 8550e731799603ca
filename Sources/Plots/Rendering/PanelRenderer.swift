/// Draws one panel: layers inside the axes, then frame, ticks and keys.
struct PanelRenderer {
    let frame: PanelFrame
    let style: PlotStyle
    let canvas: any Canvas

    func draw() {
        if !hasMap { drawGrid() }
        canvas.clipping(to: frame.plot) {
            for layer in frame.panel.layers { draw(layer) }
        }
        drawAxes()
        drawLegend()
        if !hasData { drawEmptiness() }
    }

    private func draw(_ layer: Layer) {
        switch layer {
        case .curve(let curve): draw(curve)
        case .map(let field): draw(field)
        case .contours(let contours): draw(contours)
        case .arrows(let arrows): draw(arrows)
        case .streamlines(let streamlines): draw(streamlines)
        }
    }

    private var hasMap: Bool {
        frame.panel.layers.contains { if case .map = $0 { true } else { false } }
    }

    private var hasData: Bool {
        frame.panel.layers.contains { layer in
            switch layer {
            case .curve(let curve): curve.points.contains(where: \.isFinite)
            case .map(let field): field.plane.values.contains(where: \.isFinite)
            case .contours(let contours): !contours.lines.isEmpty
            case .arrows(let arrows): !arrows.arrows.isEmpty
            case .streamlines(let streamlines): !streamlines.lines.isEmpty
            }
        }
    }

    private func drawEmptiness() {
        let place = PlotPoint(frame.plot.x + frame.plot.width / 2, frame.plot.y + frame.plot.height / 2)
        let (text, font) = TextFitting(measure: canvas.extent).fitted("no finite values", style.labelFont, width: frame.plot.width)
        canvas.draw(PlacedText(text: text, place: place, font: font, color: style.faint, along: .middle))
    }

    private func columnPosition(_ value: Double) -> Double { frame.plot.x + frame.horizontal.fraction(of: value) * frame.plot.width }

    private func rowPosition(_ value: Double) -> Double { frame.plot.bottom - frame.vertical.fraction(of: value) * frame.plot.height }

    private func drawGrid() {
        let plot = frame.plot
        let lines = frame.horizontalTicks.major.map { tick -> [PlotPoint] in
            let x = columnPosition(tick.value)
            return [PlotPoint(x, plot.y), PlotPoint(x, plot.bottom)]
        } + frame.verticalTicks.major.map { tick -> [PlotPoint] in
            let y = rowPosition(tick.value)
            return [PlotPoint(plot.x, y), PlotPoint(plot.right, y)]
        }
        canvas.stroke(Path(lines), StrokeStyle(color: style.gridInk, width: style.lineWidth * 0.8))
    }

    private func drawAxes() {
        let plot = frame.plot
        canvas.stroke(Path(plot), StrokeStyle(color: style.ink, width: style.lineWidth))
        func marks(_ across: [Double], _ upwards: [Double], _ length: Double) -> Path {
            Path(
                across.map { value in
                    let x = columnPosition(value)
                    return [PlotPoint(x, plot.bottom), PlotPoint(x, plot.bottom + length)]
                }
                    + upwards.map { value in
                        let y = rowPosition(value)
                        return [PlotPoint(plot.x, y), PlotPoint(plot.x - length, y)]
                    })
        }
        let major = marks(frame.horizontalTicks.major.map(\.value), frame.verticalTicks.major.map(\.value), style.tickLength)
        canvas.stroke(major, StrokeStyle(color: style.ink, width: style.lineWidth))
        let minor = marks(frame.horizontalTicks.minor, frame.verticalTicks.minor, style.tickLength / 2)
        canvas.stroke(minor, StrokeStyle(color: style.ink, width: style.lineWidth * 0.7))
    }

    private func drawLegend() {
        for entry in frame.legend?.entries ?? [] {
            canvas.stroke(.line(entry.start, entry.end), strokeStyle(of: entry.curve))
            if entry.curve.hasMarkers {
                let middle = PlotPoint((entry.start.x + entry.end.x) / 2, entry.start.y)
                drawMarkers([middle], entry.curve)
            }
        }
    }
}

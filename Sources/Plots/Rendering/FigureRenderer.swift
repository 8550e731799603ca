/// Draws a figure on a canvas.
struct FigureRenderer {
    let figure: Figure
    let canvas: any Canvas
    let layout: FigureLayout

    init(_ figure: Figure, on canvas: any Canvas) {
        self.figure = figure
        self.canvas = canvas
        layout = FigureLayout(figure, measure: canvas.extent)
    }

    func draw() {
        let page = PlotRectangle(x: 0, y: 0, width: figure.size.width, height: figure.size.height)
        canvas.fill(Path(page), layout.style.background)
        for frame in layout.panels {
            if frame.plot.width > 1, frame.plot.height > 1 { PanelRenderer(frame: frame, style: layout.style, canvas: canvas).draw() }
            if let bar = frame.bar { draw(bar) }
        }
        if let bar = layout.sharedBar { draw(bar) }
        for text in layout.texts { canvas.draw(text) }
    }

    private func draw(_ frame: ColorBarFrame) {
        let (bar, scale, style) = (frame.bar, frame.scale, layout.style)
        guard bar.height > 1 else { return }
        let rows = max(Int(bar.height * canvas.pixelsPerPoint), 1)
        var image = ColorImage(width: 1, height: rows)
        for row in 0..<rows {
            image.pixels[row] = ColorImage.pixel(scale.map.color(at: 1 - (Double(row) + 0.5) / Double(rows)))
        }
        canvas.draw(image, in: bar)
        canvas.stroke(Path(bar), StrokeStyle(color: style.ink, width: style.lineWidth))
        let axis = AxisScale(range: scale.range, isLogarithmic: scale.isLogarithmic)
        func marks(_ values: [Double], _ length: Double) -> Path {
            Path(values.map { value in
                let y = bar.bottom - axis.fraction(of: value) * bar.height
                return [PlotPoint(bar.right, y), PlotPoint(bar.right + length, y)]
            })
        }
        canvas.stroke(marks(frame.ticks.major.map(\.value), style.tickLength), StrokeStyle(color: style.ink, width: style.lineWidth))
        canvas.stroke(marks(frame.ticks.minor, style.tickLength / 2), StrokeStyle(color: style.ink, width: style.lineWidth * 0.7))
    }
}

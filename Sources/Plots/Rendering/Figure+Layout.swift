extension Figure {
    /// Every line of text of the figure with the smallest upright rectangle around it, in points from the upper left corner.
    /// - Throws: `PlotError.drawing`
    package func textBounds() throws(PlotError) -> [(text: String, bounds: PlotRectangle)] {
        let canvas = try CairoCanvas(size, .svg)
        let layout = FigureLayout(self, measure: canvas.extent)
        return layout.texts.map { ($0.text, $0.bounds(canvas.extent(of: $0.text, font: $0.font))) }
    }
}

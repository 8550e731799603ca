extension Panel {
    /// The axes with ranges: those given, else those of the data, with a margin above and below curves.
    var scales: (horizontal: AxisScale, vertical: AxisScale) {
        (
            AxisScale(
                range: horizontal.range ?? automaticRange(\.x, horizontal, planes: \.horizontal, margin: hasMarkers ? 0.02 : 0),
                isLogarithmic: horizontal.isLogarithmic, isCount: horizontal.isCount),
            AxisScale(
                range: vertical.range ?? automaticRange(\.y, vertical, planes: \.vertical, margin: 0.05),
                isLogarithmic: vertical.isLogarithmic, isCount: vertical.isCount)
        )
    }

    /// Dots at the ends need room on both sides.
    private var hasMarkers: Bool {
        layers.contains { if case .curve(let curve) = $0 { curve.hasMarkers } else { false } }
    }

    private func automaticRange(
        _ part: KeyPath<PlotPoint, Double>, _ axis: PlotAxis, planes: KeyPath<PlaneValues, [Double]>, margin: Double
    ) -> ClosedRange<Double> {
        var values: [Double] = []
        var hasCurves = false
        for layer in layers {
            switch layer {
            case .curve(let curve):
                hasCurves = true
                values += curve.points.lazy.filter(\.isFinite).map { $0[keyPath: part] }
            case .map(let field): values += field.plane[keyPath: planes]
            case .contours(let contours): values += contours.lines.flatMap { $0.lines.joined().map { $0[keyPath: part] } }
            case .arrows(let arrows): values += arrows.arrows.map { $0.place[keyPath: part] }
            case .streamlines(let streamlines): values += streamlines.lines.joined().map { $0[keyPath: part] }
            }
        }
        let range = DataRange(values, positiveOnly: axis.isLogarithmic)
        let room = hasCurves ? margin : 0
        return axis.isLogarithmic ? range.paddedDecades(by: room, atMost: 25) : range.padded(by: room)
    }
}

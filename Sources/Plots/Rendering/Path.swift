/// Lines of the page, in points.
struct Path {
    /// One polyline each.
    var pieces: [[PlotPoint]] = []
    var isClosed = false

    init(_ pieces: [[PlotPoint]] = [], isClosed: Bool = false) {
        self.pieces = pieces
        self.isClosed = isClosed
    }

    init(_ rectangle: PlotRectangle) {
        let r = rectangle
        self.init(
            [[PlotPoint(r.x, r.y), PlotPoint(r.right, r.y), PlotPoint(r.right, r.bottom), PlotPoint(r.x, r.bottom)]],
            isClosed: true)
    }

    static func line(_ start: PlotPoint, _ end: PlotPoint) -> Path { Path([[start, end]]) }
}

/// How a path is stroked.
struct StrokeStyle {
    var color: PlotColor
    /// In points.
    var width: Double
    /// Lengths of dashes and gaps in points; empty for a solid line.
    var dash: [Double] = []
}

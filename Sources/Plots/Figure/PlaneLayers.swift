/// A plane whose values are shown as colours; points without a value show the background.
public struct ColorField: Hashable, Sendable {
    public var plane: PlaneValues
    public var scale: ColorScale
    /// Negative where values are shown, on points of its own: the true edge of a region. Without it the edge runs between
    /// points with and without a value.
    public var edge: PlaneValues?

    public init(_ plane: PlaneValues, scale: ColorScale, edge: PlaneValues? = nil) {
        self.plane = plane
        self.scale = scale
        self.edge = edge
    }
}

/// Lines of equal value of a plane.
public struct Contours: Hashable, Sendable {
    public var lines: [ContourLines]
    /// The scale of the colours below, which decides whether a line is drawn dark or light; nil on a plain background.
    public var scale: ColorScale?
    /// Whether the values stand on the lines.
    public var areLabelled: Bool

    public init(of plane: PlaneValues, levels: [Double], scale: ColorScale? = nil, areLabelled: Bool = false) {
        lines = levels.map { ContourLines(of: plane, level: $0) }.filter { !$0.lines.isEmpty }
        self.scale = scale
        self.areLabelled = areLabelled
    }

    /// Length of all lines in sides of the plane, seen as a square.
    func relativeLength(in plane: PlaneValues) -> Double {
        let width = plane.horizontal[plane.columns - 1] - plane.horizontal[0]
        let height = plane.vertical[plane.rows - 1] - plane.vertical[0]
        return lines.lazy.flatMap(\.lines).reduce(0) { sum, line in
            zip(line, line.dropFirst()).reduce(sum) { $0 + abs($1.0.x - $1.1.x) / width + abs($1.0.y - $1.1.y) / height }
        }
    }

    /// A colour that is seen against that of the level.
    func color(at level: Double) -> PlotColor {
        guard let scale, let fraction = scale.fraction(of: level) else { return PlotColor.black.opacity(0.6) }
        return Oklab(scale.map.color(at: fraction)).lightness < 0.55 ? PlotColor.white.opacity(0.55) : PlotColor.black.opacity(0.45)
    }
}

/// Arrows at points of an even lattice, the longest one and a half times as long as their distance.
public struct Arrows: Hashable, Sendable {
    public struct Arrow: Hashable, Sendable {
        /// The middle of the arrow, in the data's plane.
        public var place: PlotPoint
        /// Direction times the length relative to the longest.
        public var vector: PlotPoint
    }

    public var arrows: [Arrow]
    /// Distance of the lattice, in the data's plane.
    public var spacing: Double
    public var color: PlotColor

    /// - Parameter count: arrows along the longer side.
    public init(of field: VectorPlane, count: Int = 22, color: PlotColor = .white) {
        let (x, y) = (field.horizontalPart.horizontal, field.horizontalPart.vertical)
        let (width, height) = (x[x.count - 1] - x[0], y[y.count - 1] - y[0])
        spacing = max(width, height) / Double(count)
        self.color = color
        arrows = []
        let largest = field.magnitude.values.filter(\.isFinite).max() ?? 0
        guard spacing > 0, largest > 0 else { return }
        for row in 0..<max(Int((height / spacing).rounded()), 1) {
            for column in 0..<max(Int((width / spacing).rounded()), 1) {
                let place = PlotPoint(x[0] + (Double(column) + 0.5) * spacing, y[0] + (Double(row) + 0.5) * spacing)
                let vector = field.value(at: place)
                guard vector.isFinite else { continue }
                arrows.append(Arrow(place: place, vector: PlotPoint(vector.x / largest, vector.y / largest)))
            }
        }
    }
}

/// Lines along a vector field, each with an arrow head.
public struct Streamlines: Hashable, Sendable {
    public var lines: [[PlotPoint]]
    public var color: PlotColor

    /// - Parameter separation: distance between lines as a part of the longer side.
    public init(of field: VectorPlane, separation: Double = 0.045, color: PlotColor = PlotColor.white.opacity(0.85)) {
        lines = StreamlinePlacement.lines(of: field, separation: separation)
        self.color = color
    }
}

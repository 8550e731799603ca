/// Points joined by a line; points that are not finite leave gaps.
public struct Curve: Hashable, Sendable {
    public enum Stroke: Hashable, Sendable {
        case solid, dashed, dotted, none
    }

    public var points: [PlotPoint]
    /// Text of the legend; empty for none.
    public var label: String
    public var color: PlotColor
    public var stroke: Stroke
    /// Whether each point gets a dot.
    public var hasMarkers: Bool
    /// Width of the line in points.
    public var width: Double

    public init(
        _ points: [PlotPoint], label: String = "", color: PlotColor = PlotColor.series[0], stroke: Stroke = .solid,
        hasMarkers: Bool = false, width: Double = 1.5
    ) {
        self.points = points
        self.label = label
        self.color = color
        self.stroke = stroke
        self.hasMarkers = hasMarkers
        self.width = width
    }
}

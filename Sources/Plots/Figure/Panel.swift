/// One pair of axes and what is drawn between them.
public struct Panel: Hashable, Sendable {
    public var title: String
    public var horizontal: PlotAxis
    public var vertical: PlotAxis
    /// Drawn in order, the last on top.
    public var layers: [Layer]
    /// The scale of a colour bar beside the panel.
    public var colors: ColorScale?
    /// Whether a unit is as long across as upwards: for planes of space.
    public var keepsAspect: Bool

    public init(
        title: String = "", horizontal: PlotAxis, vertical: PlotAxis, layers: [Layer], colors: ColorScale? = nil,
        keepsAspect: Bool = false
    ) {
        self.title = title
        self.horizontal = horizontal
        self.vertical = vertical
        self.layers = layers
        self.colors = colors
        self.keepsAspect = keepsAspect
    }
}

/// The label, range and kind of an axis.
public struct PlotAxis: Hashable, Sendable {
    public var label: String
    /// nil takes the range of the data.
    public var range: ClosedRange<Double>?
    public var isLogarithmic: Bool
    /// Whether it counts: ticks stand at whole numbers only.
    public var isCount: Bool

    public init(_ label: String, range: ClosedRange<Double>? = nil, isLogarithmic: Bool = false, isCount: Bool = false) {
        self.label = label
        self.range = range
        self.isLogarithmic = isLogarithmic
        self.isCount = isCount
    }
}

/// Something drawn in a panel.
public enum Layer: Hashable, Sendable {
    case curve(Curve)
    case map(ColorField)
    case contours(Contours)
    case arrows(Arrows)
    case streamlines(Streamlines)
}

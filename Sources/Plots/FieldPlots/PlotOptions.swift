/// Choices for the picture of a field; the standard ones suit most.
public struct PlotOptions: Sendable, Hashable {
    /// Which snapshot of a series is shown where one is.
    public enum Moment: Sendable, Hashable {
        /// The last; kinds that show many times show all.
        case last
        /// The one nearest to a time.
        case time(Double)
        /// By number from 0; negative numbers count from the end.
        case index(Int)
    }

    public var kind: PlotKind
    public var moment: Moment
    /// Positions of planes, by axis name: each takes away one dimension.
    public var slices: [String: Double]
    /// Whether the deviation from the exact solution or reference is shown instead of the field.
    public var showsError: Bool
    /// Whether values are shown on a logarithmic scale; nil for errors only.
    public var isLogarithmic: Bool?
    public var colorMap: ColorMap?
    /// Whether contour lines carry their values.
    public var labelsContours: Bool
    /// nil takes a size that suits the picture.
    public var size: FigureSize?
    /// Stands above the picture.
    public var title: String

    public init(
        kind: PlotKind = .auto, moment: Moment = .last, slices: [String: Double] = [:], showsError: Bool = false,
        isLogarithmic: Bool? = nil, colorMap: ColorMap? = nil, labelsContours: Bool = false, size: FigureSize? = nil,
        title: String = ""
    ) {
        self.kind = kind
        self.moment = moment
        self.slices = slices
        self.showsError = showsError
        self.isLogarithmic = isLogarithmic
        self.colorMap = colorMap
        self.labelsContours = labelsContours
        self.size = size
        self.title = title
    }

    /// Whether values are on a logarithmic scale.
    var usesLogarithm: Bool { isLogarithmic ?? showsError }
}

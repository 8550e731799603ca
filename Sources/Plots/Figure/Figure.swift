/// A picture: panels in rows under a title. It says what is to be seen, not where or by what: PNG, SVG, PDF and terminals
/// draw the same figure.
public struct Figure: Hashable, Sendable {
    public var title: String
    /// Panels in reading order.
    public var panels: [Panel]
    /// Number of panels in a row.
    public var columns: Int
    /// A colour bar for all panels together; panels then need none of their own.
    public var sharedColors: ColorScale?
    /// Width and height in points (1/72 inch); PNG files have two pixels to a point.
    public var size: FigureSize

    public init(
        title: String = "", panels: [Panel], columns: Int = 1, sharedColors: ColorScale? = nil, size: FigureSize = .standard
    ) {
        self.title = title
        self.panels = panels
        self.columns = max(columns, 1)
        self.sharedColors = sharedColors
        self.size = size
    }

    /// Number of rows.
    public var rows: Int { (panels.count + columns - 1) / columns }
}

/// Width and height of a figure in points.
public struct FigureSize: Hashable, Sendable {
    public var width: Double
    public var height: Double

    /// Sizes are kept between 60 and 5000 points.
    public init(width: Double, height: Double) {
        self.width = min(max(width, 60), 5000)
        self.height = min(max(height, 60), 5000)
    }

    public static let standard = FigureSize(width: 600, height: 420)
}

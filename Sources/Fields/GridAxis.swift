/// The points of a grid along one coordinate, with quadrature weights for them.
public struct GridAxis: Hashable, Sendable {
    /// How the points are laid out; decides the file format and the interpolation.
    public enum Layout: Hashable, Sendable {
        /// Equally spaced, both ends included.
        case uniform
        /// Equally spaced on a periodic coordinate: the image of the first point is not stored.
        case periodic
        /// Chebyshev points of the second kind (ascending) in each of the elements between `breaks`;
        /// neighbouring elements share their common end point.
        case chebyshev(breaks: [Double])
        /// Any ascending points.
        case points
    }

    /// Name of the coordinate.
    public let name: String
    public let layout: Layout
    /// Strictly ascending positions.
    public let points: [Double]
    /// Weights w with sum_i w_i f(points_i) = integral of f over the range, as exact as the layout allows.
    public let weights: [Double]

    public init(name: String, layout: Layout, points: [Double], weights: [Double]) {
        self.name = name
        self.layout = layout
        self.points = points
        self.weights = weights
    }

    public var count: Int { points.count }
}

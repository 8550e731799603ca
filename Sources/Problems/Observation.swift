import NumericsCore

/// Measured values of an unknown at points.
public struct Observation: Sendable {
    /// What is known of the errors of the values.
    public enum Noise: Hashable, Sendable {
        /// Standard deviation in the units of the values.
        case absolute(Double)
        /// Standard deviation over the root mean square of the values.
        case relative(Double)
    }

    /// The file the values came from.
    public var path: String
    /// Index of the unknown among all unknowns.
    public var unknown: Int
    /// [coordinate][point], all coordinates of the problem, time included.
    public var points: Tensor<Double>
    /// [component of the unknown][point]
    public var values: Tensor<Double>
    /// Nil if nothing is known.
    public var noise: Noise?

    public init(path: String, unknown: Int, points: Tensor<Double>, values: Tensor<Double>, noise: Noise? = nil) {
        self.path = path
        self.unknown = unknown
        self.points = points
        self.values = values
        self.noise = noise
    }

    /// Number of points.
    public var count: Int { points.shape[1] }

    /// Standard deviation of each value; nil if nothing is known.
    public var deviation: Double? {
        switch noise {
        case .absolute(let deviation): return deviation
        case .relative(let fraction):
            let squares = values.elements.reduce(0) { $0 + $1 * $1 }
            return fraction * (squares / Double(max(values.count, 1))).squareRoot()
        case nil: return nil
        }
    }
}

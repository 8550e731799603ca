import NumericsCore

/// A linear map from the values of a component along an axis to numbers at points of the axis.
///
/// Every row uses the values of one element only: `width` consecutive values from `starts[row]`.
public struct AxisOperator: Sendable {
    /// Number of values along the axis.
    public let columns: Int
    /// First value used by each row.
    public let starts: [Int]
    /// Weights [row][width].
    public let weights: Tensor<Double>
    /// One matrix [row of an element][width] for all elements, up to the factors, if rows are laid out by element.
    let shared: (matrix: Tensor<Double>, factors: [Double])?

    init(columns: Int, starts: [Int], weights: Tensor<Double>, shared: (Tensor<Double>, [Double])? = nil) {
        self.columns = columns
        self.starts = starts
        self.weights = weights
        self.shared = shared.map { (matrix: $0.0, factors: $0.1) }
    }

    /// Number of points.
    public var rows: Int { starts.count }
    /// Number of values each row uses.
    public var width: Int { weights.shape[1] }
    /// True if every row uses every value.
    public var isDense: Bool { width == columns }

    /// The same map as a matrix [row][column].
    public var matrix: Tensor<Double> {
        if isDense { return weights }
        var result = Tensor(shape: [rows, columns], repeating: 0.0)
        for row in 0..<rows {
            for k in 0..<width { result[row, starts[row] + k] = weights[row, k] }
        }
        return result
    }
}

import NumericsCore

/// The linear map from values on one axis to values at other points of it.
///
/// Each target point uses a window of neighbouring source points: its element on Chebyshev axes, all points on
/// periodic ones, up to eight elsewhere. A target that is a source point copies its value and nothing else.
public struct AxisInterpolation: Sendable {
    /// Weights of the source points `start ..< start + weights.count` for one target.
    public struct Row: Sendable, Hashable {
        public var start: Int
        public var weights: [Double]
    }

    /// Number of points of the source axis.
    public let sourceCount: Int
    /// One row per target point.
    public let rows: [Row]

    /// Interpolation from an axis to positions on it.
    ///
    /// Positions on periodic axes may lie anywhere; elsewhere they must lie within the range up to rounding,
    /// or `FieldComparisonError.outside` is thrown.
    public init(from axis: GridAxis, to positions: [Double]) throws(FieldComparisonError) {
        sourceCount = axis.count
        let elements = axis.elements
        var rows: [Row] = []
        rows.reserveCapacity(positions.count)
        for position in positions {
            let slack = 1e-12 * max(axis.length, abs(axis.lower), abs(axis.upper))
            let isInside = position >= axis.lower - slack && position <= axis.upper + slack
            guard isInside || (axis.layout == .periodic && position.isFinite) else {
                throw .outside(axis: axis.name, value: position, lower: axis.lower, upper: axis.upper)
            }
            rows.append(Self.row(axis, elements: elements, position))
        }
        self.rows = rows
    }

    init(sourceCount: Int, rows: [Row]) {
        self.sourceCount = sourceCount
        self.rows = rows
    }

    /// The map as a matrix [target][source].
    public var matrix: Tensor<Double> {
        var result = Tensor(shape: [rows.count, sourceCount], repeating: 0.0)
        for (target, row) in rows.enumerated() {
            for (k, weight) in row.weights.enumerated() { result[target, row.start + k] = weight }
        }
        return result
    }

    /// Whether the map copies every source point in order.
    public var isIdentity: Bool {
        rows.count == sourceCount
            && rows.enumerated().allSatisfy { target, row in row.start == target && row.weights == [1] }
    }

    /// The element that a position lies in.
    static func element(of position: Double, _ axis: GridAxis, _ elements: [ClosedRange<Int>]) -> ClosedRange<Int> {
        let nearest = axis.index(atOrBelow: position)
        return elements.first { $0.upperBound > nearest } ?? elements[elements.count - 1]
    }

    private static func row(_ axis: GridAxis, elements: [ClosedRange<Int>], _ position: Double) -> Row {
        switch axis.layout {
        case .periodic: return trigonometricRow(axis, position)
        case .chebyshev:
            return chebyshevRow(axis.points, element(of: position, axis, elements), position)
        case .uniform, .points: return localRow(axis.points, near: axis.index(atOrBelow: position), position)
        }
    }
}

import Expressions
import Fields
import NumericsCore
import Solving

/// Evaluates values on equally spaced nodes, and derivatives of them, anywhere in the box or the shape by local polynomials;
/// NaN outside the shape.
struct LatticeEvaluator: SolutionEvaluator {
    /// Grid and values [node] of each snapshot.
    var snapshots: [(grid: Grid, values: Tensor<Double>)]
    /// Indices of the space coordinates in the problem, in axis order.
    var spaceIndices: [Int]

    /// Nodes along each axis that a value depends on: the data are of second order, and wide windows would ring at kinks.
    private static let width = 4

    func evaluate(_ jets: [JetRequest], at points: Tensor<Double>, snapshot: Int) throws -> Tensor<Double> {
        let (grid, values) = snapshots[snapshot]
        let count = points.shape[0]
        var result = Tensor(shape: [jets.count, count], repeating: 0.0)
        let masked = grid.mask == nil ? nil : MaskedInterpolation(grid, width: Self.width)
        for (row, jet) in jets.enumerated() {
            let orders = spaceIndices.map { jet.derivative[$0] }
            if let masked {
                for point in 0..<count {
                    let place = orders.indices.map { points[point, $0] }
                    result[row, point] = masked.value(of: values, derivative: orders, at: place) ?? .nan
                }
                continue
            }
            for point in 0..<count {
                let windows = grid.axes.enumerated().map { Self.window($1, at: points[point, $0], order: orders[$0]) }
                result[row, point] = Self.sum(windows[...], grid.strides[...], values, offset: 0)
            }
        }
        return result
    }

    private static func window(_ axis: GridAxis, at position: Double, order: Int) -> [(index: Int, weight: Double)] {
        let count = axis.count, isPeriodic = axis.layout == .periodic
        let spacing = count > 1 ? axis.points[1] - axis.points[0] : 1
        let scaled = (position - axis.points[0]) / spacing
        let width = min(Self.width + order, count)
        var first = Int(scaled.rounded(.down)) - width / 2 + 1
        if !isPeriodic { first = min(max(first, 0), count - width) }
        let weights = LocalPolynomial.weights((first..<first + width).map(Double.init), at: scaled, order: order)
        var scale = 1.0
        for _ in 0..<order { scale /= spacing }
        return (0..<width).map { (((first + $0) % count + count) % count, weights[$0] * scale) }
    }

    private static func sum(
        _ windows: ArraySlice<[(index: Int, weight: Double)]>, _ strides: ArraySlice<Int>, _ values: Tensor<Double>, offset: Int
    ) -> Double {
        guard let window = windows.first, let stride = strides.first else { return values[offset] }
        return window.reduce(0) { total, entry in
            total + entry.weight * sum(windows.dropFirst(), strides.dropFirst(), values, offset: offset + entry.index * stride)
        }
    }
}

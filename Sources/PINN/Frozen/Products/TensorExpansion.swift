import Fields
import NumericsCore

/// Products of random features in windows along each coordinate with their coefficients.
struct TensorExpansion: FrozenExpansion {
    let layouts: [WindowLayout]
    /// By component, [coefficient of the first axis][of the second]…
    let coefficients: [Tensor<Double>]

    /// Points whose tables are held at a time.
    private static let batch = 4096

    func values(of component: Int, orders: [Int], at points: Tensor<Double>) -> [Double] {
        let count = points.shape[0]
        return stride(from: 0, to: count, by: Self.batch).flatMap { first in
            let range = first..<min(first + Self.batch, count)
            let tables = layouts.indices.map { axis in
                layouts[axis].table(at: range.map { points[$0, axis] }, order: orders[axis])
            }
            return contracted(coefficients[component], tables, count: range.count)
        }
    }

    /// Σ over all axes: a product for the first, sums point by point for the others.
    private func contracted(_ coefficients: Tensor<Double>, _ tables: [Tensor<Double>], count: Int) -> [Double] {
        let first = layouts[0].count
        var rest = coefficients.count / first
        var current = LinearAlgebra.multiply(tables[0], coefficients.reshaped([first, rest])).elements
        for table in tables.dropFirst() {
            let width = table.shape[1]
            let next = rest / width
            var reduced = [Double](repeating: 0, count: count * next)
            for point in 0..<count {
                for index in 0..<width {
                    let factor = table[point, index]
                    if factor == 0 { continue }
                    for inner in 0..<next { reduced[point * next + inner] += factor * current[point * rest + index * next + inner] }
                }
            }
            (current, rest) = (reduced, next)
        }
        return current
    }

    func axes(_ coordinates: [Coordinate]) -> [GridAxis] {
        zip(coordinates, layouts).map { coordinate, layout in
            .chebyshev(coordinate.name, breaks: layout.breaks, degree: min(layout.modes.series.shape[0] - 1, layout.modes.count + 8))
        }
    }
}

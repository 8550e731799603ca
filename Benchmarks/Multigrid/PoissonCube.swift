import Foundation
import NumericsCore

/// −Δu = f on the unit square or cube with given values on all walls and the solution Π cos(x_d + d/2).
struct PoissonCube {
    let cells: Int
    let linearOperator: LatticeOperator
    let exact: Tensor<Double>
    let right: Tensor<Double>

    init(dimension: Int, cells: Int) {
        self.cells = cells
        let axis = LatticeOperator.Axis(cells: cells, spacing: 1 / Double(cells))
        linearOperator = LatticeOperator(axes: Array(repeating: axis, count: dimension))
        var values = [1.0]
        for axis in 0..<dimension {
            let factors = (0...cells).map { cos(Double($0) / Double(cells) + 0.5 * Double(axis)) }
            values = values.flatMap { value in factors.map { value * $0 } }
        }
        exact = Tensor(shape: linearOperator.shape, elements: values)
        right = Tensor(shape: linearOperator.shape, elements: values.map { Double(dimension) * $0 })
    }

    var unknowns: Double { Double(linearOperator.unknownShape.reduce(1, *)) }
    var name: String { "\(cells)^\(linearOperator.axes.count)" }

    /// Root mean square of the difference from the solution.
    func error(_ values: Tensor<Double>) -> Double {
        let sum = values.withUnsafeBufferPointer { found in
            exact.withUnsafeBufferPointer { expected in
                found.indices.reduce(0.0) { $0 + (found[$1] - expected[$1]) * (found[$1] - expected[$1]) }
            }
        }
        return (sum / unknowns).squareRoot()
    }

    func nanoseconds(_ seconds: Double) -> String { String(format: "%.2f ns an unknown", seconds * 1e9 / unknowns) }
}

import Discretization
import Foundation
import NumericsCore

/// How well a grid shows the data of its equations, before anything is solved: the coefficients of what is left of them at a field of zeros.
///
/// Newton's method wanders on a grid that cannot show the source, and its answers there say nothing.
struct DataResolution {
    /// Size of the last coefficients over the largest, by axis; 0 along periodic axes and those of kernels.
    let tails: [Double]

    init(_ system: CollocationSystem) {
        let axes = system.layout.axes, shape = axes.map(\.residualCount)
        var rows = Tensor(shape: [system.count], repeating: 0.0), workspace = system.makeWorkspace()
        system.evaluate(rows, into: &rows, workspace: &workspace)
        let own = system.rowKinds.indices.filter { system.rowKinds[$0] == .equation(0) }
        let values = own.map { rows[$0] }
        guard values.count == shape.reduce(1, *), values.allSatisfy(\.isFinite) else {
            tails = axes.map { _ in 0 }
            return
        }
        let field = Tensor(shape: shape, elements: values)
        tails = axes.indices.map { axis in
            axes[axis].isPeriodic || axes[axis].basis != nil ? 0 : Self.tail(field.mapped(by: Self.transform(shape[axis]), along: axis), axis)
        }
    }

    private static func tail(_ coefficients: Tensor<Double>, _ axis: Int) -> Double {
        let shape = coefficients.shape, inner = shape[(axis + 1)...].reduce(1, *), count = shape[axis]
        var (last, largest) = (0.0, 0.0)
        for (index, value) in coefficients.elements.enumerated() {
            largest = max(largest, abs(value))
            if index / inner % count >= count - max(count / 10, 2) { last = max(last, abs(value)) }
        }
        return largest > 0 ? last / largest : 0
    }

    /// Values at points of the first kind to coefficients [degree][point].
    private static func transform(_ count: Int) -> Tensor<Double> {
        var matrix = Tensor(shape: [count, count], repeating: 0.0)
        for degree in 0..<count {
            let factor = (degree == 0 ? 1.0 : 2.0) / Double(count)
            for point in 0..<count {
                let phase = Double.pi * Double((2 * point + 1) * degree % (4 * count)) / Double(2 * count)
                matrix[degree, point] = factor * cos(phase)
            }
        }
        return matrix
    }
}

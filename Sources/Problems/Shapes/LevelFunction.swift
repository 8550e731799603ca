import Expressions
import Fields
import NumericsCore

/// The region where an expression of the space coordinates is negative or zero.
struct LevelFunction {
    /// Holds coordinates only.
    let level: Expression
    /// Indices of the space coordinates among all coordinates.
    let axes: [Int]
    /// The part of space that matters.
    let window: ShapeBounds

    /// A half-space where the expression is linear, so that distances are exact; otherwise an implicit region.
    var primitive: any ShapePrimitive {
        let gradient = axes.map { level.derivative(by: .coordinate($0)).simplified() }
        return halfSpace(gradient) ?? implicitRegion(gradient)
    }

    private func halfSpace(_ gradient: [Expression]) -> (any ShapePrimitive)? {
        let slopes = gradient.compactMap(\.constantValue)
        guard slopes.count == axes.count, slopes.contains(where: { $0 != 0 }), slopes.allSatisfy(\.isFinite) else { return nil }
        // From a point of the window, so that nothing cancels: the foot of its middle on the zero line.
        let middle = window.centre
        let value = level.value { symbol in
            guard case .coordinate(let index) = symbol, let axis = axes.firstIndex(of: index) else { return nil }
            return middle[axis]
        }
        guard let value, value.isFinite else { return nil }
        let square = slopes.reduce(0) { $0 + $1 * $1 }
        return HalfSpace(point: zip(middle, slopes).map { $0 - value * $1 / square }, normal: slopes)
    }

    private func implicitRegion(_ gradient: [Expression]) -> any ShapePrimitive {
        let inputs = axes.map { Symbol.coordinate($0) }
        let values = BatchProgram([level], inputs: inputs)
        let slopes = BatchProgram(gradient, inputs: inputs)
        return ImplicitRegion(
            window: window, level: { Self.run(values, $0).elements },
            gradient: { Self.transposed(Self.run(slopes, $0)) })
    }

    /// Outputs [output][point] at points [point][coordinate].
    private static func run(_ program: BatchProgram, _ points: Tensor<Double>) -> Tensor<Double> {
        var outputs = Tensor(shape: [program.outputCount, points.shape[0]], repeating: 0.0)
        var workspace = program.makeWorkspace()
        program.evaluate(inputs: transposed(points), outputs: &outputs, workspace: &workspace)
        return outputs
    }

    private static func transposed(_ matrix: Tensor<Double>) -> Tensor<Double> { LinearAlgebra.transpose(matrix) }
}

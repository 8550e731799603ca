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
        let values = SharedProgram([level], inputs: inputs)
        let slopes = SharedProgram(gradient, inputs: inputs)
        return ImplicitRegion(
            window: window, level: { values.outputs(at: $0).elements },
            gradient: { LinearAlgebra.transpose(slopes.outputs(at: $0)) })
    }
}

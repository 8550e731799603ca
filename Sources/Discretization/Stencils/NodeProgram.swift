import Expressions
import NumericsCore

/// What an equation holds besides divergences, at nodes, with its exact derivatives; and the factor of u_t.
///
/// A remainder that may jump from place to place is averaged over the sub-cells of the dual cell, which is exact for jumps at
/// nodes and faces; input fields count as constant on dual cells.
struct NodeProgram: Sendable {
    let program: StencilProgram
    let dependsOnValue: Bool
    /// Axes along which the remainder depends on the slope, in the order of their outputs.
    let slopes: [Int]
    let hasMass: Bool

    static let remainderRow = 0
    var valueRow: Int { 1 }
    func slopeRow(_ position: Int) -> Int { 1 + (dependsOnValue ? 1 : 0) + position }
    var massRow: Int { slopeRow(slopes.count) }

    init(_ form: EllipticForm) {
        let remainder = Self.averaged(form.remainder, form)
        dependsOnValue = remainder.contains { $0 == EllipticForm.value }
        slopes = form.spaceIndices.indices.filter { axis in remainder.contains { $0 == form.slope(axis) } }
        var outputs = [remainder]
        if dependsOnValue { outputs.append(remainder.derivative(by: EllipticForm.value)) }
        outputs += slopes.map { remainder.derivative(by: form.slope($0)) }
        hasMass = form.mass != nil
        if let mass = form.mass { outputs.append(Self.averaged(mass, form)) }
        program = StencilProgram(outputs) { symbol in
            guard case .bound(let index) = symbol else { return form.source(symbol) }
            let (axis, place) = SecondPlace.decode(index)
            return .coordinate(axis: axis, shift: SecondPlace.shift(place))
        }
    }

    /// The mean over the centres of the sub-cells between a node and the faces around it.
    private static func averaged(_ expression: Expression, _ form: EllipticForm) -> Expression {
        guard expression.mayJump else { return expression }
        let axes = form.spaceIndices.indices.filter { axis in expression.contains { $0 == .coordinate(form.spaceIndices[axis]) } }
        let corners = 1 << axes.count
        let samples = (0..<corners).map { corner in
            expression.substituting { symbol in
                guard case .coordinate(let index) = symbol,
                    let position = axes.firstIndex(where: { form.spaceIndices[$0] == index })
                else { return nil }
                return .symbol(SecondPlace.coordinate(axes[position], place: SecondPlace.sparse.lowerBound + (corner >> position) & 1))
            }
        }
        return .constant(1 / Double(corners)) * .sum(samples)
    }
}

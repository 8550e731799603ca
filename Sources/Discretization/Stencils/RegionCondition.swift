import Expressions
import Problems

/// A condition on the boundary of a shape, solved for what it gives.
enum RegionCondition: Sendable {
    /// The value of the unknown, a function of place and time.
    case value(Expression)
    /// The derivative along the outward normal; may depend on the unknown, the place and the normal.
    case slope(Expression)

    var givesValue: Bool { if case .value = self { true } else { false } }

    /// - Throws: `DiscretizationError.unsupported` for conditions that fix neither the value nor the normal derivative.
    init(_ condition: Condition, form: EllipticForm, parameters: [Parameter]) throws(DiscretizationError) {
        let residual = condition.residual.withValues(of: parameters)
        let refusal = DiscretizationError.unsupported(
            term: "the condition at \(condition.name)", because: "it gives neither the value nor the normal derivative of the unknown")
        let slopes = form.spaceIndices.indices.map(form.slope)
        guard residual.symbols.filter(\.isJet).allSatisfy({ $0 == EllipticForm.value || slopes.contains($0) }) else { throw refusal }
        guard residual.contains(where: slopes.contains) else {
            guard let split = residual.affineSplit(in: { $0 == EllipticForm.value }), let factor = split.coefficients[EllipticForm.value]
            else { throw refusal }
            self = .value(-split.rest / factor)
            return
        }
        guard let split = residual.affineSplit(in: slopes.contains) else { throw refusal }
        var factors: [Expression] = []
        for (axis, slope) in slopes.enumerated() {
            let coefficient = split.coefficients[slope] ?? .zero
            if case .side(let side) = condition.place {
                if side.coordinate == form.spaceIndices[axis] { factors.append(coefficient * .constant(side.outwardSign)) }
            } else {
                factors.append(coefficient / .symbol(.normal(form.spaceIndices[axis])))
            }
        }
        guard let factor = factors.first, !factor.isZero, factors.allSatisfy({ $0 == factor }) else { throw refusal }
        self = .slope(-split.rest / factor)
    }
}

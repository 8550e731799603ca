import Expressions
import Problems

/// A condition on a side of the box, solved for what it gives.
struct SideCondition: Sendable {
    enum Kind: Sendable {
        /// The value of the unknown, a function of place and time.
        case value(Expression)
        /// The derivative along the side's own axis; may depend on the unknown and its other slopes.
        case slope(Expression)
    }

    var name: String
    var kind: Kind
    /// Where along the side it holds; nil is everywhere.
    var extent: LogicalExpression?

    init(name: String, kind: Kind, extent: LogicalExpression?) {
        self.name = name
        self.kind = kind
        self.extent = extent
    }

    /// - Throws: `DiscretizationError.unsupported` for conditions that fix neither the value nor the normal derivative.
    init(_ condition: Condition, axis: Int, form: EllipticForm, parameters: [Parameter]) throws(DiscretizationError) {
        name = condition.name
        extent = condition.extent?.withValues(of: parameters)
        let residual = condition.residual.withValues(of: parameters)
        let slope = form.slope(axis)
        func refuse(_ reason: String) -> DiscretizationError {
            .unsupported(term: "the condition at \(condition.name)", because: reason)
        }
        for symbol in residual.symbols {
            switch symbol {
            case .functional: throw refuse("it holds an integral of the unknown")
            case .jet(let jet) where jet.site != 0: throw refuse("it takes the unknown at another place")
            case .jet(let jet) where jet.derivative.total > 1: throw refuse("it holds second derivatives")
            case .jet(let jet) where form.timeIndex.map({ jet.derivative[$0] > 0 }) ?? false: throw refuse("it holds a time derivative")
            default: break
            }
        }
        if residual.contains(where: { $0 == slope }) {
            guard let split = residual.affineSplit(in: { $0 == slope }), let factor = split.coefficients[slope] else {
                throw refuse("the normal derivative occurs in it nonlinearly")
            }
            kind = .slope(-split.rest / factor)
        } else {
            guard let split = residual.affineSplit(in: \.isJet), split.coefficients.keys.allSatisfy({ $0 == EllipticForm.value }),
                let factor = split.coefficients[EllipticForm.value]
            else { throw refuse("it gives neither the value nor the normal derivative of the unknown") }
            kind = .value(-split.rest / factor)
        }
    }
}

extension LogicalExpression {
    /// The condition with parameters replaced by their values.
    func withValues(of parameters: [Parameter]) -> LogicalExpression {
        substituting { symbol in
            if case .parameter(let index) = symbol { .constant(parameters[index].value) } else { nil }
        }
    }
}

extension Condition {
    /// Whether it may hold on a side of the box: given for it, or, on a shape, for a part of the boundary that may lie on it.
    func holds(on side: BoundarySide, ofShape isShape: Bool) -> Bool {
        switch place {
        case .side(let own): own == side
        case .part: isShape
        case .instant: false
        }
    }

    /// The condition with the normal of a side of the box.
    func facing(_ side: BoundarySide) -> Condition {
        var result = self
        result.residual = residual.substituting { symbol in
            guard case .normal(let coordinate) = symbol else { return nil }
            return coordinate == side.coordinate ? .constant(side.outwardSign) : .zero
        }
        return result
    }
}

import Expressions
import Problems

/// Splits residuals into mass terms, constant-coefficient linear part and the rest.
struct EvolutionRowBuilder {
    let problem: Problem
    let reduction: FirstOrderForm
    let timeIndex: Int

    /// The expression over first-order components with parameters filled in.
    func prepared(_ expression: Expression) -> Expression {
        reduction.reduced(expression).substituting { symbol in
            guard case .parameter(let index) = symbol else { return nil }
            return .constant(problem.parameters[index].value)
        }
    }

    /// Mass terms and right side of residual = 0.
    func row(_ residual: Expression, name: String, origin: SourceOrigin?) throws(EvolutionError) -> EvolutionRow {
        try checkTraces(residual, place: name)
        let isRate: (Symbol) -> Bool = { $0.timeOrder(timeIndex) > 0 }
        guard let split = prepared(residual).affineSplit(in: isRate) else {
            throw .nonlinearInTimeDerivative(place: name, term: offender(residual))
        }
        var mass: [MassTerm] = []
        for case (.jet(let jet), let coefficient) in split.coefficients where coefficient.constantValue != 0 {
            if jet.derivative[timeIndex] > 1 {
                throw .nonlinearInTimeDerivative(place: name, term: offender(residual))
            }
            mass.append(MassTerm(
                component: jet.component, derivative: jet.derivative.dropping(timeIndex), coefficient: coefficient))
        }
        mass.sort { ($0.component, $0.derivative.total) < ($1.component, $1.derivative.total) }
        return normalised(mass: mass, rightSide: (-split.rest).simplified(), name: name, origin: origin)
    }

    /// u_t = w.
    func rateRow(component: Int, rate: Int) -> EvolutionRow {
        let velocity = Expression.symbol(.jet(Jet(component: rate)))
        return EvolutionRow(
            name: "rate of \(reduction.components[component].name)", sourceOrigin: nil,
            mass: [MassTerm(component: component, derivative: .none, coefficient: .constant(1))],
            linear: [LinearTerm(component: rate, derivative: .none, coefficient: 1)],
            nonlinear: .constant(0), rightSide: velocity)
    }

    /// Divides by a single constant mass coefficient, so that the common case reads u_t = F.
    private func normalised(
        mass: [MassTerm], rightSide: Expression, name: String, origin: SourceOrigin?
    ) -> EvolutionRow {
        var mass = mass
        var rightSide = rightSide
        if let scale = mass.first?.coefficient.constantValue, scale != 1 {
            let factor = Expression.constant(1 / scale)
            // A negation must not cost a rounding error elsewhere, so -1 is applied as a sign.
            rightSide = (scale == -1 ? -rightSide : factor * rightSide).simplified()
            for index in mass.indices {
                mass[index].coefficient = index == 0 ? .constant(1) : (factor * mass[index].coefficient).simplified()
            }
        }
        let (linear, nonlinear) = linearSplit(rightSide)
        return EvolutionRow(
            name: name, sourceOrigin: origin, mass: mass, linear: linear, nonlinear: nonlinear, rightSide: rightSide)
    }

    /// Takes the summands that are a number times a jet out of an expression.
    func linearSplit(_ expression: Expression) -> (linear: [LinearTerm], nonlinear: Expression) {
        var coefficients: [Jet: Double] = [:]
        var order: [Jet] = []
        var rest: [Expression] = []
        for term in expression.terms {
            guard let (constants, remainder) = constantCoefficients(term) else {
                rest.append(term)
                continue
            }
            rest.append(remainder)
            for (jet, value) in constants {
                if coefficients[jet] == nil { order.append(jet) }
                coefficients[jet, default: 0] += value
            }
        }
        order.sort { ($0.component, $0.derivative.orders.lexicographicKey) < ($1.component, $1.derivative.orders.lexicographicKey) }
        let linear = order.filter { coefficients[$0] != 0 }.map {
            LinearTerm(component: $0.component, derivative: $0.derivative, coefficient: coefficients[$0]!)
        }
        return (linear, rest.reduce(Expression.constant(0)) { $0 + $1 }.simplified())
    }

    /// Constant coefficients of a summand that is affine in jets at the point itself, nil if any coefficient varies.
    private func constantCoefficients(_ term: Expression) -> ([(Jet, Double)], Expression)? {
        let isLocalJet: (Symbol) -> Bool = { if case .jet(let jet) = $0 { jet.site == 0 } else { false } }
        guard let split = term.affineSplit(in: isLocalJet) else { return nil }
        var constants: [(Jet, Double)] = []
        for (symbol, coefficient) in split.coefficients {
            guard case .jet(let jet) = symbol, let value = coefficient.constantValue else { return nil }
            constants.append((jet, value))
        }
        return (constants, split.rest)
    }

    private func checkTraces(_ residual: Expression, place: String) throws(EvolutionError) {
        for symbol in residual.symbols {
            guard case .jet(let jet) = symbol, jet.site != 0, jet.derivative[timeIndex] > 0 else { continue }
            throw .timeDerivativeAtTrace(place: place, term: printed(.symbol(symbol)))
        }
    }

    /// The first summand that is not affine in the highest time derivatives, printed.
    private func offender(_ residual: Expression) -> String {
        let isHighest: (Symbol) -> Bool = { symbol in
            guard case .jet(let jet) = symbol else { return false }
            let order = jet.derivative[timeIndex]
            return order > 0 && order >= reduction.timeOrders[jet.component]
        }
        return printed(residual.terms.first { $0.affineSplit(in: isHighest) == nil } ?? residual)
    }

    func printed(_ expression: Expression) -> String { expression.printed(SymbolNames(problem)) }
}

extension Symbol {
    /// Order of the time derivative of a jet; 0 for every other symbol.
    func timeOrder(_ timeIndex: Int) -> Int {
        if case .jet(let jet) = self { jet.derivative[timeIndex] } else { 0 }
    }
}

extension Array where Element == Int {
    /// A key that orders multi-indices by total order, then by entries.
    fileprivate var lexicographicKey: String { reduce(0, +).description + ":" + map(String.init).joined(separator: ",") }
}

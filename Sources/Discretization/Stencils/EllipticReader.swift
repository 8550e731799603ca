import Expressions
import Problems

/// Turns an equation into an `EllipticForm`, or says which term keeps it from being one.
struct EllipticReader {
    private let problem: Problem
    private let names: SymbolNames

    init(_ problem: Problem, names: SymbolNames) {
        self.problem = problem
        self.names = names
    }

    func read(
        _ equation: Equation
    ) throws(DiscretizationError) -> (terms: [EllipticForm.Term], remainder: Expression, mass: Expression?) {
        let form = (equation.divergence ?? DivergenceForm(remainder: equation.residual)).withValues(of: problem.parameters)
        try checkSymbols(form)
        var parts = form.terms.map { DivergenceForm(terms: [$0], remainder: .zero) }
        let (second, lower) = try secondOrder(form.remainder)
        parts += second.map { DivergenceForm(terms: [$0], remainder: .zero) }
        var whole = DivergenceForm.sum(parts)
        let (mass, rest) = try timeDerivative(lower)
        whole.remainder = rest
        let normalized = whole.dividingByCommonCoefficient()
        let terms = try normalized.form.terms.map { term throws(DiscretizationError) in try flux(term) }
        try checkEveryAxis(terms)
        return (terms, normalized.form.remainder, mass.map { $0 / normalized.divisor })
    }

    private func unsupported(_ expression: Expression, _ reason: String) -> DiscretizationError {
        .unsupported(term: expression.printed(names), because: reason)
    }

    private func checkSymbols(_ form: DivergenceForm) throws(DiscretizationError) {
        for expression in form.terms.flatMap({ [$0.coefficient, $0.flux] }) + [form.remainder] {
            for symbol in expression.symbols {
                switch symbol {
                case .functional: throw unsupported(.symbol(symbol), "integrals of the unknown couple all points with each other")
                case .jet(let jet) where jet.site != 0: throw unsupported(.symbol(symbol), "it is taken at another place")
                case .input(_, let derivative) where derivative.total > 0:
                    throw unsupported(.symbol(symbol), "input fields need not have derivatives: write the term with 'div'")
                case .bound: throw unsupported(.symbol(symbol), "it is not bound by an integral")
                default: break
                }
            }
        }
    }

    /// Takes the second space derivatives out of an expression, in which they must be affine.
    private func secondOrder(
        _ expression: Expression
    ) throws(DiscretizationError) -> (terms: [DivergenceForm.Term], rest: Expression) {
        func isHigh(_ symbol: Symbol) -> Bool {
            if case .jet(let jet) = symbol { spaceOrder(jet) > 1 || spaceOrder(jet) == 1 && order(jet, problem.timeIndex) > 0 } else { false }
        }
        guard let split = expression.affineSplit(in: isHigh) else {
            throw unsupported(expression, "second derivatives occur in it nonlinearly")
        }
        var terms: [DivergenceForm.Term] = []
        for (symbol, coefficient) in split.coefficients.sorted(by: { names.text($0.key) < names.text($1.key) }) {
            guard case .jet(let jet) = symbol, spaceOrder(jet) == 2, order(jet, problem.timeIndex) == 0 else {
                throw unsupported(.symbol(symbol), "only second-order equations are taken")
            }
            let axes = problem.spaceIndices.flatMap { Array(repeating: $0, count: jet.derivative[$0]) }
            let (first, last) = (axes[0], axes[1])
            let slopes = axes.map { Expression.symbol(.jet(Jet(component: 0, derivative: MultiIndex.none.raised(along: $0)))) }
            if first == last {
                terms.append(.init(coefficient: coefficient, coordinate: first, flux: slopes[0]))
            } else {
                // Half each way keeps the matrix symmetric where it can be.
                terms.append(.init(coefficient: coefficient, coordinate: first, flux: 0.5 * slopes[1]))
                terms.append(.init(coefficient: coefficient, coordinate: last, flux: 0.5 * slopes[0]))
            }
        }
        return (terms.map(\.withNumberInFlux), split.rest)
    }

    private func timeDerivative(_ expression: Expression) throws(DiscretizationError) -> (mass: Expression?, rest: Expression) {
        guard let time = problem.timeIndex else { return (nil, expression) }
        let rate = Symbol.jet(Jet(component: 0, derivative: MultiIndex.none.raised(along: time)))
        for case .jet(let jet) in expression.symbols where jet.derivative[time] > 1 {
            throw unsupported(.symbol(.jet(jet)), "only first derivatives in time are taken")
        }
        guard let split = expression.affineSplit(in: { $0 == rate }), let mass = split.coefficients[rate] else {
            throw unsupported(expression, "it must hold the time derivative linearly")
        }
        guard !mass.contains(where: \.isJet) else { throw unsupported(mass, "the factor of the time derivative depends on the unknown") }
        return (mass, split.rest)
    }

    private func flux(_ term: DivergenceForm.Term) throws(DiscretizationError) -> EllipticForm.Term {
        guard let axis = problem.spaceIndices.firstIndex(of: term.coordinate) else {
            throw unsupported(term.flux, "it is differentiated along time")
        }
        if term.coefficient.contains(where: \.isJet) {
            throw unsupported(term.coefficient, "different factors of second derivatives depend on the unknown: write the term with 'div'")
        }
        for case .jet(let jet) in term.flux.symbols where spaceOrder(jet) > 1 || order(jet, problem.timeIndex) > 0 {
            throw unsupported(.symbol(.jet(jet)), "only second-order equations are taken")
        }
        return EllipticForm.Term(coefficient: term.coefficient, axis: axis, flux: term.flux)
    }

    private func checkEveryAxis(_ terms: [EllipticForm.Term]) throws(DiscretizationError) {
        for (axis, coordinate) in problem.spaceIndices.enumerated() {
            let slope = Symbol.jet(Jet(component: 0, derivative: MultiIndex.none.raised(along: coordinate)))
            guard terms.contains(where: { $0.axis == axis && !$0.flux.derivative(by: slope).isZero }) else {
                throw .unsupported(
                    term: "the equation", because: "it has no second derivative along \(problem.coordinates[coordinate].name)")
            }
        }
    }

    private func spaceOrder(_ jet: Jet) -> Int { problem.spaceIndices.reduce(0) { $0 + jet.derivative[$1] } }

    private func order(_ jet: Jet, _ coordinate: Int?) -> Int { coordinate.map { jet.derivative[$0] } ?? 0 }
}

extension DivergenceForm {
    /// The form with parameters replaced by their values.
    func withValues(of parameters: [Parameter]) -> DivergenceForm {
        let terms = terms.map {
            Term(coefficient: $0.coefficient.withValues(of: parameters), coordinate: $0.coordinate, flux: $0.flux.withValues(of: parameters))
        }
        return DivergenceForm(terms: terms.map(\.withNumberInFlux), remainder: remainder.withValues(of: parameters))
    }

    /// If one factor stands before all divergences, the whole is divided by it: where it jumps, data divided by it can be
    /// averaged over dual cells, and the matrix becomes symmetric.
    func dividingByCommonCoefficient() -> (form: DivergenceForm, divisor: Expression) {
        guard let common = terms.first?.coefficient, !common.isOne, terms.allSatisfy({ $0.coefficient == common }) else {
            return (self, .one)
        }
        let terms = terms.map { Term(coordinate: $0.coordinate, flux: $0.flux) }
        return (DivergenceForm(terms: terms, remainder: remainder / common), common)
    }
}

extension DivergenceForm.Term {
    /// The same term with a numeric factor of the coefficient moved into the flux, so that fluxes can be added up.
    var withNumberInFlux: DivergenceForm.Term {
        let (number, rest) = coefficient.coefficientAndRest
        return .init(coefficient: rest, coordinate: coordinate, flux: .constant(number) * flux)
    }
}

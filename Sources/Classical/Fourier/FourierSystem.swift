import Discretization
import Expressions
import NumericsCore
import Problems
import Solving
import TimeIntegration

/// A periodic evolution problem at one resolution: what the exponential integrator advances.
final class FourierSystem: ModalSystem {
    let equations: FourierEquations
    let modes: FourierModes
    let symbols: FourierSymbols
    let multiplicities, highestModes: [Double]
    let tail: SpectralTail
    /// How the nonlinear terms are dealiased.
    let rule: Dealiasing.Rule
    private let problem: Problem
    private let symmetry: HermitianSymmetry
    /// Constraints whose grid part is not zero.
    private let constraintRows: [Int]
    private let sharedEvolution, sharedConstraints: SharedTerms
    private var evolutionTerms, constraintTerms: GridEvaluator?
    private var rates, forcing, activeRates, activeForcing: Tensor<Complex<Double>>

    var linear: ModeMatrices { symbols.linear }
    var hasNonlinearTerm: Bool { !equations.isLinear }

    init(_ equations: FourierEquations, _ modes: FourierModes, problem: Problem, dealiases: Bool) throws {
        self.equations = equations
        self.modes = modes
        self.problem = problem
        symbols = FourierSymbols(equations, modes)
        symmetry = HermitianSymmetry(modes)
        multiplicities = modes.multiplicities
        tail = SpectralTail(modes)
        highestModes = tail.tailMultiplicities
        sharedEvolution = SharedTerms(equations.evolution.map(\.nonlinear))
        sharedConstraints = SharedTerms(equations.constraints.map(\.nonlinear))
        constraintRows = equations.constraints.indices.filter { !equations.constraints[$0].nonlinear.isZero }
        rule = GridEvaluator.rule(
            (equations.evolution + equations.constraints).map(\.nonlinear), axes: equations.axes, isOn: dealiases)
        rates = Tensor(shape: [equations.evolution.count] + modes.shape, repeating: Complex(0, 0))
        forcing = Tensor(shape: [equations.constraints.count] + modes.shape, repeating: Complex(0, 0))
        activeRates = Tensor(shape: [sharedEvolution.expressions.count] + modes.shape, repeating: Complex(0, 0))
        activeForcing = Tensor(shape: [sharedConstraints.expressions.count] + modes.shape, repeating: Complex(0, 0))
        try checkConstraints()
        constraintTerms = try evaluator(sharedConstraints.expressions, allowsConstrained: false)
        evolutionTerms = try evaluator(sharedEvolution.expressions, allowsConstrained: true)
    }

    private func evaluator(_ expressions: [Expression], allowsConstrained: Bool) throws -> GridEvaluator? {
        if expressions.isEmpty { return nil }
        let points = modes.counts.map { Dealiasing.paddedCount($0, rule: rule) }
        return try GridEvaluator.make(
            expressions, equations, modes: modes, points: points, problem: problem
        ) { jet in try self.recipe(jet, allowsConstrained: allowsConstrained) }
    }

    /// Input fields of a family that the nonlinear terms hold, with the grids on which they are needed.
    var sampledInputs: [(index: Int, derivative: MultiIndex, modes: FourierModes)] {
        [constraintTerms, evolutionTerms].compactMap { $0 }.flatMap { evaluator in
            evaluator.sampledInputs.map { ($0.index, $0.derivative, evaluator.evaluationModes) }
        }
    }

    /// Takes values [grid…] of the input fields of a sample, in the order of `sampledInputs`.
    func setInputs(_ values: [Tensor<Double>]) {
        let own = constraintTerms?.sampledInputs.count ?? 0
        constraintTerms?.setInputs(Array(values.prefix(own)))
        evolutionTerms?.setInputs(Array(values.dropFirst(own)))
    }

    /// A constraint that restricts the state (incompressibility) is met by projection, which leaves no room for forcing.
    private func checkConstraints() throws {
        guard symbols.projection != nil, let row = constraintRows.first else { return }
        throw SolverError.unsupported(
            term: equations.constraints[row].nonlinear.printed(equations.names),
            because: "the constraint '\(equations.constraints[row].name)' restricts the evolving unknowns and must be linear and homogeneous",
            try: nil)
    }

    /// How a field on the grid is made: a derivative of an evolved component, or of a constrained one through K and H.
    func recipe(_ jet: Jet, allowsConstrained: Bool) throws -> GridEvaluator.Recipe {
        let orders = equations.orders(jet.derivative)
        let column = equations.column(of: jet.component)
        let symbol = modes.symbol(orders)
        if column < equations.evolved.count {
            let isPlain = orders.allSatisfy { $0 == 0 }
            return .init(terms: [.init(isState: true, row: column, factor: isPlain ? nil : symbol)])
        }
        let position = column - equations.evolved.count
        guard allowsConstrained, !symbols.fromEvolution.contains(where: { $0.row == position }) else {
            throw SolverError.unsupported(
                term: Expression(.symbol(.jet(jet))).printed(equations.names),
                because: "an unknown without time derivative may occur in constraints only linearly with constant coefficients",
                try: nil)
        }
        let fromState = symbols.fromState.filter { $0.row == position }.map { entry in
            GridEvaluator.Recipe.Term(isState: true, row: entry.column, factor: zip(entry.values, symbol).map { $0 * $1 })
        }
        let fromForcing = symbols.fromConstraint.filter { $0.row == position && constraintRows.contains($0.column) }
            .map { entry in
                GridEvaluator.Recipe.Term(isState: false, row: entry.column, factor: zip(entry.values, symbol).map { $0 * $1 })
            }
        return .init(terms: fromState + fromForcing)
    }

    func evaluateNonlinearTerm(
        _ state: Tensor<Complex<Double>>, time: Double, into rate: inout Tensor<Complex<Double>>
    ) {
        evaluateForcing(state, time: time)
        evaluateRates(state, time: time)
        if let map = symbols.evolutionMap {
            rate.withUnsafeMutableBufferPointer { $0.update(repeating: Complex(0, 0)) }
            Self.apply(map, to: rates, into: &rate, modes.storedCount)
            Self.apply(symbols.constraintMap, to: forcing, into: &rate, modes.storedCount)
        } else {
            copy(rates, into: &rate)
        }
    }

    /// g of all constraints.
    private func evaluateForcing(_ state: Tensor<Complex<Double>>, time: Double) {
        constraintTerms?.evaluate(state, constraints: forcing, time: time, into: &activeForcing)
        sharedConstraints.combine(activeForcing, into: &forcing, modeCount: modes.storedCount)
    }

    /// N of all evolution equations.
    private func evaluateRates(_ state: Tensor<Complex<Double>>, time: Double) {
        evolutionTerms?.evaluate(state, constraints: forcing, time: time, into: &activeRates)
        sharedEvolution.combine(activeRates, into: &rates, modeCount: modes.storedCount)
    }

    /// Constrained components [constrained][mode…] that belong to a state, prescribed means included.
    /// - Throws: `SolverError.singular` if the equations for them have no solution.
    func constrainedComponents(_ state: Tensor<Complex<Double>>, time: Double) throws -> Tensor<Complex<Double>> {
        evaluateForcing(state, time: time)
        if !symbols.fromEvolution.isEmpty { evaluateRates(state, time: time) }
        try checkConditions(state)
        var result = Tensor(shape: [equations.constrained.count] + modes.shape, repeating: Complex<Double>(0, 0))
        Self.apply(symbols.fromState, to: state, into: &result, modes.storedCount)
        Self.apply(symbols.fromConstraint, to: forcing, into: &result, modes.storedCount)
        Self.apply(symbols.fromEvolution, to: rates, into: &result, modes.storedCount)
        for (position, mean) in equations.means {
            result[position * modes.storedCount] = Complex(mean, 0)
        }
        return result
    }

    private func checkConditions(_ state: Tensor<Complex<Double>>) throws {
        let count = modes.storedCount
        for condition in symbols.conditions {
            var (sum, size) = (Complex<Double>(0, 0), 0.0)
            for (factors, values) in [(condition.onState, state), (condition.onConstraint, forcing)] {
                for (row, factor) in factors.enumerated() where factor != Complex(0, 0) {
                    sum = sum + factor * values[row * count + condition.mode]
                    size += factor.length * Self.norm(values, row: row, count: count, multiplicities)
                }
            }
            guard sum.length <= 1e-9 * size else {
                throw SolverError.singular(
                    what: "the constraint for \(equations.constrained.map { equations.names.components[$0] }.joined(separator: ", "))"
                        + ": its right side has a mean of \(sum.length), and a periodic solution needs zero")
            }
        }
    }

    private static func norm(_ values: Tensor<Complex<Double>>, row: Int, count: Int, _ weights: [Double]) -> Double {
        (0..<count).reduce(0.0) { $0 + weights[$1] * values[row * count + $1].lengthSquared }.squareRoot()
    }

    func regularise(_ state: inout Tensor<Complex<Double>>) {
        symmetry.apply(&state)
    }

    /// The nearest state that the constraints allow.
    func projected(_ state: Tensor<Complex<Double>>) -> Tensor<Complex<Double>> {
        guard let projection = symbols.projection else { return state }
        var result = Tensor(shape: state.shape, repeating: Complex<Double>(0, 0))
        Self.apply(projection, to: state, into: &result, modes.storedCount)
        return result
    }

    private func copy(_ source: Tensor<Complex<Double>>, into target: inout Tensor<Complex<Double>>) {
        source.withUnsafeBufferPointer { source in
            target.withUnsafeMutableBufferPointer { _ = $0.update(fromContentsOf: source) }
        }
    }

    /// target += matrix * source, all [row][mode].
    static func apply(
        _ columns: [FourierSymbols.Column], to source: Tensor<Complex<Double>>, into target: inout Tensor<Complex<Double>>,
        _ count: Int
    ) {
        source.withUnsafeBufferPointer { source in
            target.withUnsafeMutableBufferPointer { target in
                for entry in columns {
                    entry.values.withUnsafeBufferPointer { values in
                        for mode in 0..<count {
                            let index = entry.row &* count &+ mode
                            target[index] = target[index] + values[mode] * source[entry.column &* count &+ mode]
                        }
                    }
                }
            }
        }
    }
}

import Discretization
import Expressions
import NumericsCore
import Problems

/// The same discretisation split for additive Runge-Kutta methods: constant-coefficient linear terms are implicit.
public final class SplitCollocationEvolution: SplitSystem {
    private let whole: CollocationEvolution
    public let linear: SystemMatrix
    public let isConstraint: [Bool]
    private var values: Tensor<Double>
    private var product: Tensor<Double>

    /// - Throws: `DiscretizationError.unsupported` if a condition or constraint is not linear with constant coefficients.
    public init(
        _ form: EvolutionForm, _ collocation: CollocationProblem, axes: [AxisDiscretization]
    ) throws(DiscretizationError) {
        whole = try CollocationEvolution(form, collocation, axes: axes)
        isConstraint = whole.isConstraint
        var linearised = collocation
        for (index, row) in form.equations.enumerated() {
            if row.isAlgebraic, row.nonlinear.symbols.contains(where: \.dependsOnUnknowns) {
                throw .unsupported(
                    term: row.nonlinear.printed(collocation.names), because: "the integrator ark needs linear constraints")
            }
            // Rates keep their place, so that u_xxt counts in the order of u; they do not enter the matrix.
            let rates = row.mass.reduce(Expression.constant(0)) { sum, term in
                sum + .symbol(.jet(Jet(
                    component: term.component, derivative: term.derivative.raised(along: form.timeIndex))))
            }
            linearised.equations[index].residual = row.linear.reduce(rates) { sum, term in
                sum - Expression.constant(term.coefficient)
                    * .symbol(.jet(Jet(component: term.component, derivative: term.derivative)))
            }
        }
        for side in form.boundary where side.row.nonlinear.symbols.contains(where: \.dependsOnUnknowns) {
            throw .unsupported(
                term: side.row.nonlinear.printed(collocation.names), because: "the integrator ark needs linear conditions")
        }
        if linearised.orders != collocation.orders {
            let term = form.equations.first { $0.nonlinear.symbols.contains(where: \.dependsOnUnknowns) }?.nonlinear
            throw .unsupported(
                term: term?.printed(collocation.names) ?? "",
                because: "the integrator ark needs the highest derivative in a term with constant coefficient")
        }
        let part = try CollocationSystem(linearised, axes: axes)
        var workspace = part.makeWorkspace()
        let zero = Tensor(shape: [part.count], repeating: 0.0)
        var residual = zero
        var matrix = whole.makeJacobian()
        matrix.fill(
            from: part, state: zero, rate: nil, time: form.timeRange.lowerBound, weights: (-1, 0), &residual, &workspace)
        linear = matrix
        values = Tensor(shape: [1, whole.order], repeating: 0)
        product = zero
    }

    public var order: Int { whole.order }
    public var mass: SystemMatrix { whole.mass }
    public var layout: CollocationLayout { whole.layout }

    public func evaluateNonlinear(time: Double, state: Tensor<Double>, value: inout Tensor<Double>) {
        whole.evaluate(times: [time], states: state.reshaped([1, order]), values: &values)
        values.copyRow(0, to: &value)
        linear.multiply(state, into: &product)
        LinearAlgebra.addScaled(-1, product, to: &value)
    }
}

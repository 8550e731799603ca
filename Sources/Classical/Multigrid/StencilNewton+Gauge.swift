import Discretization
import NumericsCore
import Problems
import Solving

extension StencilNewton {
    /// The state with the constant that the problem's gauge asks for.
    /// - Throws: `SolverError` where a gauge is missing, superfluous or of no use.
    func gauged(_ problem: Problem) throws -> Tensor<Double> {
        guard imbalance != nil else {
            guard let gauge = problem.gauges.first else { return state }
            throw SolverError.unsupported(
                term: "the gauge '\(gauge.name)'", because: "the equation and its conditions fix the unknown without it", try: nil)
        }
        guard let gauge = problem.gauges.first else {
            throw SolverError.singular(what: "a constant may be added to the unknown: a gauge such as mean(u) = 0 is missing")
        }
        guard let shift = try StencilGauge(gauge, problem: problem, system: system).shift(of: state) else {
            throw SolverError.singular(what: "the gauge '\(gauge.name)' does not fix the constant")
        }
        var result = state
        LinearAlgebra.addScaled(shift, Tensor(shape: state.shape, repeating: 1), to: &result)
        return result
    }
}

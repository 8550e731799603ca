import Expressions
import NumericsCore
import Problems

/// A smooth start for Newton's method: given values continued into the box as a harmonic function, no flux through the rest
/// of the boundary. Zero inside and the values at the boundary would make a layer of one cell with huge slopes.
public enum HarmonicStart {
    /// The start [node]; nil if no values are given.
    /// - Throws: `DiscretizationError`.
    public static func state(_ problem: Problem, cells: [Int]) throws(DiscretizationError) -> Tensor<Double>? {
        let form = try EllipticForm(problem)
        var laplace = problem
        let residual = Expression.sum(form.spaceIndices.map { .jet(0, MultiIndex.none.raised(along: $0, by: 2)) })
        laplace.equations = [Equation(name: "start", residual: residual)]
        if let time = problem.timeIndex {
            laplace.equations[0].residual = residual + .jet(0, MultiIndex.none.raised(along: time))
        }
        laplace.gauges = []
        for (index, condition) in problem.conditions.enumerated() {
            guard case .side(let side) = condition.place else { continue }
            let slope = Expression.jet(0, MultiIndex.none.raised(along: side.coordinate))
            if condition.residual.contains(where: { .symbol($0) == slope }) { laplace.conditions[index].residual = slope }
        }
        let system = try StencilSystem(laplace, cells: cells)
        guard !system.fixedNodes.isEmpty else { return nil }
        // A start needs no more than a few digits.
        var newton = StencilNewton(system, from: Tensor(shape: [system.count], repeating: 0), tolerance: 1e-6)
        _ = try newton.step()
        return newton.state.isFinite ? newton.state : nil
    }
}

import Foundation
import Kernels
import NumericsCore
import Optimization
import Problems

/// The negative logarithm of the evidence of a prior, as a function of the logarithms of its parameters, with a weak pull to the middle of their
/// bounds that only matters where the data say nothing.
///
/// For values y without noise the variance σ² of the prior is eliminated: ½ log|Θ| + n/2 log(yᵀΘ⁻¹y), whose derivative is ½ tr(W ∂Θ) with
/// W = Θ⁻¹ - n a aᵀ / yᵀa, a = Θ⁻¹y. With noise, in the units of the values, ½ log|Θ| + ½ yᵀΘ⁻¹y and W = Θ⁻¹ - a aᵀ. Matrices are scaled to a
/// unit diagonal; log|Θ| contains the logarithms of the scales.
package final class EvidenceObjective: Objective {
    let system: FunctionalSystem
    let prior: FieldPrior
    /// Places in the list of the prior's parameters that are varied; the others stay.
    let free: [Int]
    let bounds: [ClosedRange<Double>]
    private let nugget: Double
    private let pool: ThreadPool
    private let hasNoise: Bool
    private(set) var evaluations = 0

    /// Loss where the matrix cannot be factored: far above all others, so that a line search turns back.
    private static let impossible = 1e30

    package init(_ system: FunctionalSystem, prior: FieldPrior, free: [Int], bounds: [ClosedRange<Double>], nugget: Double, pool: ThreadPool) {
        self.system = system
        self.prior = prior
        self.free = free
        self.bounds = bounds
        self.nugget = nugget
        self.pool = pool
        hasNoise = system.blocks.contains { $0.deviation > 0 }
    }

    package var parameterCount: Int { free.count }

    /// The prior at unbounded variables θ: log p = lower + (upper - lower) / (1 + e^(-θ)).
    func prior(at variables: Tensor<Double>) -> FieldPrior {
        var logarithms = prior.parameters.map(\.logarithm)
        for (place, index) in free.enumerated() { logarithms[index] = bounded(variables[place], bounds[place]).value }
        return prior.replacing(logarithms: logarithms)
    }

    /// The variables at which a parameter has a given logarithm.
    func variables(at logarithms: [Double]) -> Tensor<Double> {
        Tensor(zip(logarithms, bounds).map { logarithm, range in
            let part = (logarithm - range.lowerBound) / (range.upperBound - range.lowerBound)
            let inside = min(max(part, 1e-3), 1 - 1e-3)
            return log(inside / (1 - inside))
        })
    }

    private func bounded(_ variable: Double, _ range: ClosedRange<Double>) -> (value: Double, slope: Double) {
        let part = 1 / (1 + exp(-variable)), width = range.upperBound - range.lowerBound
        return (range.lowerBound + width * part, width * part * (1 - part))
    }

    package func loss(at parameters: Tensor<Double>) -> Double {
        var gradient = parameters
        return evaluate(parameters, gradient: &gradient, wantsGradient: false)
    }

    package func loss(at parameters: Tensor<Double>, gradient: inout Tensor<Double>) -> Double {
        evaluate(parameters, gradient: &gradient, wantsGradient: true)
    }

    private func evaluate(_ variables: Tensor<Double>, gradient: inout Tensor<Double>, wantsGradient: Bool) -> Double {
        evaluations += 1
        let prior = prior(at: variables)
        guard let state = EvidenceState(system, prior: prior, nugget: nugget, hasNoise: hasNoise, pool: pool) else {
            for index in 0..<gradient.count { gradient[index] = 0 }
            return Self.impossible
        }
        // The slope of a bounded parameter vanishes at its bounds; the pull keeps variables finite there.
        let pull = 1e-3
        var loss = state.loss
        for index in 0..<variables.count { loss += 0.5 * pull * variables[index] * variables[index] }
        guard wantsGradient else { return loss }
        for (place, index) in free.enumerated() {
            let slope = bounded(variables[place], bounds[place]).slope
            gradient[place] = slope * state.derivative(by: index) + pull * variables[place]
        }
        return loss
    }
}

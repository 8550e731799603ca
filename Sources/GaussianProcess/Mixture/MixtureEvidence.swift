import Foundation
import Kernels
import NumericsCore
import Optimization
import Problems

/// The negative log evidence of a spectral mixture in one coordinate, as a function of weights, lengths and frequencies of its peaks and of
/// the noise: the values of the field are eliminated (variable projection), and so is the variance of the process.
///
/// Noise below 3e-8 is left to the answer: rounding of values over the noise would drown the slopes.
/// Parameters are bounded: log p = middle + half width · tanh θ, with a weak pull to the middle.
package final class MixtureEvidence: Objective {
    let system: FunctionalSystem
    let components: Int
    let start: MixtureModel
    /// Of the logarithms: of every peak in turn weight, length and, where it is not 0, frequency; then of the noise.
    let bounds: [ClosedRange<Double>]
    private(set) var evaluations = 0

    /// Where the factorisation fails.
    private static let impossible = 1e30
    private static let pull = 1e-3

    package init(_ system: FunctionalSystem, components: Int, model: MixtureModel, lengths: ClosedRange<Double>, resolution: Double) {
        self.system = system
        self.components = components
        start = model
        bounds = model.peaks.flatMap { peak -> [ClosedRange<Double>] in
            let weight = log(peak.weight) - 14...log(peak.weight) + 14
            let length = log(lengths.lowerBound)...log(lengths.upperBound)
            if peak.frequency == 0 { return [weight, length] }
            let lowest = max(peak.frequency - resolution, 0.1 * peak.frequency)
            return [weight, length, log(lowest)...log(peak.frequency + resolution)]
        } + [log(3e-8)...log(1e-4)]
    }

    package var parameterCount: Int { bounds.count }

    private func value(_ parameters: Tensor<Double>, _ place: Int) -> Double {
        let range = bounds[place]
        return 0.5 * (range.lowerBound + range.upperBound) + 0.5 * (range.upperBound - range.lowerBound) * tanh(parameters[place])
    }

    /// Variables of the model that the search starts from, with a noise of 1e-6.
    package var first: Tensor<Double> {
        var logarithms: [Double] = []
        for peak in start.peaks { logarithms += [log(peak.weight), log(peak.length)] + (peak.frequency > 0 ? [log(peak.frequency)] : []) }
        logarithms.append(log(1e-6))
        return Tensor(logarithms.enumerated().map { place, logarithm in
            let range = bounds[place], half = 0.5 * (range.upperBound - range.lowerBound)
            let part = (logarithm - 0.5 * (range.lowerBound + range.upperBound)) / half
            return atanh(min(max(part, -0.95), 0.95))
        })
    }

    /// The mixture and the noise at variables.
    func model(at parameters: Tensor<Double>) -> (model: MixtureModel, noise: Double) {
        var model = start, place = 0
        for index in model.peaks.indices {
            model.peaks[index].weight = exp(value(parameters, place))
            model.peaks[index].length = exp(value(parameters, place + 1))
            place += 2
            if start.peaks[index].frequency > 0 {
                model.peaks[index].frequency = exp(value(parameters, place))
                place += 1
            }
        }
        return (model, exp(value(parameters, place)))
    }

    package func loss(at parameters: Tensor<Double>) -> Double {
        var gradient = parameters
        return evaluate(parameters, &gradient, wantsGradient: false)
    }

    package func loss(at parameters: Tensor<Double>, gradient: inout Tensor<Double>) -> Double {
        evaluate(parameters, &gradient, wantsGradient: true)
    }

    private func evaluate(_ parameters: Tensor<Double>, _ gradient: inout Tensor<Double>, wantsGradient: Bool) -> Double {
        evaluations += 1
        let (model, noise) = model(at: parameters)
        let wide = model.rows(of: system, components: components, extra: wantsGradient ? 2 : 0)
        let weighted = MixtureRowsView(model, components, wide, extra: wantsGradient ? 2 : 0)
        guard let posterior = try? WeightPosterior(weighted.rows, system.allValues, noise: noise, wantsSlope: wantsGradient) else {
            for index in 0..<gradient.count { gradient[index] = 0 }
            return Self.impossible
        }
        var loss = posterior.loss
        for index in 0..<parameters.count { loss += 0.5 * Self.pull * parameters[index] * parameters[index] }
        guard wantsGradient else { return loss }
        let slopes = weighted.slopes(posterior.slope) + [posterior.noiseSlope]
        for (place, slope) in slopes.enumerated() {
            let part = tanh(parameters[place]), half = 0.5 * (bounds[place].upperBound - bounds[place].lowerBound)
            gradient[place] = slope * half * (1 - part * part) + Self.pull * parameters[place]
        }
        return loss
    }
}

extension FunctionalSystem {
    /// What the functionals should be [functional].
    var allValues: Tensor<Double> { Tensor(blocks.flatMap(\.values.elements)) }
}

import Expressions
import Fields
import Foundation
import Kernels
import NumericsCore
import Optimization
import Problems

/// Finds a spectral mixture for a problem in one coordinate: frequencies from periodograms of the source and of a first solution, all
/// parameters from the evidence, and peaks without evidence left out. Never by an error against a known solution.
struct MixtureSearch {
    struct Found: Sendable {
        var model: MixtureModel
        var noise: Double
        var logEvidence: Double
        var evaluations: Int
        /// Peaks that were tried and left out.
        var pruned: Int
    }

    let problem: Problem
    let seed: UInt64
    let starts: Int

    private var coordinate: Coordinate { problem.coordinates[0] }
    private var range: ClosedRange<Double> { coordinate.lower...coordinate.upper }
    /// Envelopes between a third of the range and three times it: shorter ones are peaks of other frequencies.
    private var lengths: ClosedRange<Double> { coordinate.length / 3...3 * coordinate.length }

    private static let iterations = 20
    private static let threshold = 2e-4
    private static let mostPeaks = 5

    func search(_ system: FunctionalSystem) throws -> Found {
        var frequencies = peaks(ofSource: system)
        let first = try MixturePosterior(model(frequencies, system), noise: 1e-9, system, components: problem.componentCount)
        for frequency in peaks(of: first, count: system.count) where !frequencies.contains(where: { abs($0 - frequency) < 1.5 / coordinate.length }) {
            frequencies.append(frequency)
        }
        // What has no evidence from the start is not worth searching for.
        let candidates = try candidate(model(frequencies, system), system)
        let tried = candidates.model.peaks.count
        var best = try optimized(pruned(candidates, system).model, system, starts: starts)
        best = try pruned(best, system)
        best.pruned = tried - best.model.peaks.count
        return best
    }

    /// Of the values of the equations, which are equally spaced.
    private func peaks(ofSource system: FunctionalSystem) -> [Double] {
        var all: [Double] = []
        for block in system.blocks.prefix(problem.equations.count) where block.count > 16 {
            let spacing = block.points[0][0, 1] - block.points[0][0, 0]
            let found = Periodogram(block.values.elements, spacing: spacing, threshold: Self.threshold, limit: Self.mostPeaks)
            for frequency in found.frequencies where !all.contains(where: { abs($0 - frequency) < 1.5 / coordinate.length }) { all.append(frequency) }
        }
        return all
    }

    private func peaks(of posterior: MixturePosterior, count: Int) -> [Double] {
        let points = max(2 * count, 64), spacing = coordinate.length / Double(points)
        let places = Tensor(shape: [1, points], elements: (0..<points).map { coordinate.lower + (Double($0) + 0.5) * spacing })
        return (0..<problem.componentCount).flatMap { component -> [Double] in
            let values = posterior.mean([Jet(component: component)], at: places).elements
            return Periodogram(values, spacing: spacing, threshold: 10 * Self.threshold, limit: 3).frequencies
        }
    }

    /// A peak at rest and one at each frequency, as large as the values of the equations each would explain alone.
    private func model(_ frequencies: [Double], _ system: FunctionalSystem) -> MixtureModel {
        let peaks = ([0] + frequencies).map { SpectralMixture.Peak(weight: 1, frequency: $0, length: 0.7 * coordinate.length) }
        var model = MixtureModel(peaks, range: range, shortest: lengths.lowerBound)
        let rows = model.rows(of: system, components: problem.componentCount), columns = model.columns(), width = columns.count
        let count = system.blocks[0].count
        let values = system.allValues
        let size = (0..<count).reduce(0.0) { $0 + values[$1] * values[$1] }
        for peak in model.peaks.indices {
            var squares = 0.0
            for (column, place) in columns.enumerated() where place.peak == peak {
                for component in 0..<problem.componentCount {
                    for row in 0..<count { squares += rows[row, component * width + column] * rows[row, component * width + column] }
                }
            }
            if size > 0 && squares > 0 { model.peaks[peak].weight = size / squares }
        }
        // Only ratios matter: the variance of the process is eliminated.
        let largest = model.peaks.map(\.weight).max() ?? 1
        for peak in model.peaks.indices { model.peaks[peak].weight = max(model.peaks[peak].weight / largest, 1e-6) }
        return model
    }

    private func candidate(_ model: MixtureModel, _ system: FunctionalSystem) throws -> Found {
        let noise = 1e-9
        let posterior = try MixturePosterior(model, noise: noise, system, components: problem.componentCount)
        return Found(model: model, noise: noise, logEvidence: -posterior.weights.loss, evaluations: 1, pruned: 0)
    }

    private func optimized(_ model: MixtureModel, _ system: FunctionalSystem, starts: Int) throws -> Found {
        let objective = MixtureEvidence(
            system, components: problem.componentCount, model: model, lengths: lengths, resolution: 0.75 / coordinate.length)
        var stream = RandomStream(seed: seed, name: "gaussian-process.mixture.\(model.peaks.count)")
        var best: (loss: Double, variables: Tensor<Double>)?
        for number in 0..<max(starts, 1) {
            var variables = objective.first
            if number > 0 { for index in 0..<variables.count { variables[index] += 0.3 * stream.normal() } }
            var optimizer = LimitedMemoryBFGS(), loss = Double.infinity
            for _ in 0..<Self.iterations {
                let report = try optimizer.step(objective, parameters: &variables)
                // A tenth of a unit of log evidence is no reason to prefer one mixture to another.
                let gain = loss - report.loss
                loss = report.loss
                if report.status != .progress || gain < 0.1 { break }
            }
            let reached = objective.loss(at: variables)
            if best.map({ reached < $0.loss }) ?? true { best = (reached, variables) }
        }
        let found = objective.model(at: best!.variables).model
        var answer = try quietest(found, system)
        answer.evaluations += objective.evaluations
        return answer
    }

    /// The noise with the largest evidence, down to rounding: sines of some hundred turns have lost three digits to their arguments.
    private func quietest(_ model: MixtureModel, _ system: FunctionalSystem) throws -> Found {
        let trials = try (0..<5).map { step -> Found in
            let noise = pow(10, Double(-12 + 2 * step))
            let posterior = try MixturePosterior(model, noise: noise, system, components: problem.componentCount)
            return Found(model: model, noise: noise, logEvidence: -posterior.weights.loss, evaluations: 5, pruned: 0)
        }
        return trials.max { $0.logEvidence < $1.logEvidence }!
    }

    /// Leaves out peaks one after the other as long as the evidence without them is not smaller.
    private func pruned(_ found: Found, _ system: FunctionalSystem) throws -> Found {
        var best = found
        for frequency in found.model.peaks.map(\.frequency).reversed() {
            guard best.model.peaks.count > 1 else { break }
            var model = best.model
            // Frequencies have not moved since the list was made, except by pruning itself.
            guard let place = model.peaks.firstIndex(where: { $0.frequency == frequency }) else { continue }
            model.peaks.remove(at: place)
            let trial = try MixturePosterior(model, noise: best.noise, system, components: problem.componentCount)
            if -trial.weights.loss >= best.logEvidence - 1 {
                best.model = model
                best.logEvidence = -trial.weights.loss
            }
        }
        return best
    }
}

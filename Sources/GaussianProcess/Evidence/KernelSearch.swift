import Foundation
import Kernels
import NumericsCore
import Optimization
import Problems

/// Finds the parameters of a kind of kernel with the largest evidence: L-BFGS from several starts, on some of the functionals.
///
/// Never by an error against a known solution. The functionals are every k-th of each block, so that a search costs milliseconds.
struct KernelSearch {
    /// What a search found.
    struct Found: Sendable {
        var kind: KernelChoice.Kind
        var prior: FieldPrior
        /// Of the functionals searched with, without constants.
        var logEvidence: Double
        var evaluations: Int
    }

    let problem: Problem
    let settings: GaussianProcessSettings
    let seed: UInt64
    let pool: ThreadPool

    /// Functionals that a search is made with, at most.
    static let functionalLimit = 300
    private static let iterations = 25

    /// Every k-th functional of each block, so that no more than the limit remain; observations are kept.
    static func thinned(_ system: FunctionalSystem) -> FunctionalSystem {
        let kept = system.blocks.filter { $0.deviation > 0 }.reduce(0) { $0 + $1.count }
        let rest = system.count - kept
        let step = max(1, Double(rest) / Double(max(functionalLimit - kept, 50)))
        return system.selecting(
            system.blocks.map { block in
                guard block.deviation == 0 else { return Array(0..<block.count) }
                let count = max(min(block.count, 2), Int((Double(block.count) / step).rounded()))
                // The golden ratio's multiples: no row of a grid is left out as a whole.
                let order = (0..<block.count).map { ((Double($0) * 0.618033988749895).truncatingRemainder(dividingBy: 1), $0) }
                return order.sorted { $0 < $1 }.prefix(count).map(\.1).sorted()
            })
    }

    func search(_ kind: KernelChoice.Kind, _ system: FunctionalSystem) throws -> Found {
        let choice = KernelChoice(problem: problem, kind: kind), start = choice.prior(length: settings.length ?? 0.25)
        let hasNoise = system.blocks.contains { $0.deviation > 0 }
        var (free, bounds) = choice.searched(start, hasNoise: hasNoise)
        if settings.length != nil {
            let kept = free.indices.filter { start.parameters[free[$0]].role != .length }
            (free, bounds) = (kept.map { free[$0] }, kept.map { bounds[$0] })
        }
        // Enough for the factorisations of a search; the answer has the nugget of the settings.
        let objective = EvidenceObjective(
            system, prior: start, free: free, bounds: bounds, nugget: max(settings.nugget, 1e-12), pool: pool)
        var stream = RandomStream(seed: seed, name: "gaussian-process.evidence.\(kind.rawValue)")
        var best: (loss: Double, variables: Tensor<Double>)?
        let first = scanned(objective, choice)
        for number in 0..<(free.isEmpty ? 1 : settings.starts) {
            var variables = first
            if number > 0 { for index in 0..<variables.count { variables[index] += stream.normal() } }
            let loss = try descend(objective, &variables)
            if best.map({ loss < $0.loss }) ?? true { best = (loss, variables) }
        }
        return Found(
            kind: kind, prior: objective.prior(at: best!.variables), logEvidence: -best!.loss, evaluations: objective.evaluations)
    }

    /// The best of a row of lengths, the same part of every range: evidence has one maximum for each scale of the data.
    private func scanned(_ objective: EvidenceObjective, _ choice: KernelChoice) -> Tensor<Double> {
        func variables(_ length: Double) -> Tensor<Double> {
            let logarithms = choice.prior(length: length).parameters.map(\.logarithm)
            return objective.variables(at: objective.free.map { logarithms[$0] })
        }
        guard settings.length == nil else { return variables(settings.length!) }
        let trials = (0..<9).map { variables(0.008 * pow(2, Double($0))) }
        return trials.map { ($0, objective.loss(at: $0)) }.min { $0.1 < $1.1 }!.0
    }

    private func descend(_ objective: EvidenceObjective, _ variables: inout Tensor<Double>) throws -> Double {
        guard variables.count > 0 else { return objective.loss(at: variables) }
        var optimizer = LimitedMemoryBFGS()
        var loss = Double.infinity
        for _ in 0..<Self.iterations {
            let report = try optimizer.step(objective, parameters: &variables)
            // A tenth of a unit of log evidence is no reason to prefer one length to another.
            let gain = loss - report.loss
            loss = report.loss
            if report.status != .progress || gain < 0.05 { break }
        }
        return loss
    }
}

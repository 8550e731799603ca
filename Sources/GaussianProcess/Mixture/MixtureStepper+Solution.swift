import Fields
import Foundation
import NumericsCore
import Problems
import Solving

extension MixtureStepper {
    func solution() throws -> Solution {
        guard let posterior, let found else {
            throw SolverError.notConverged(residual: 1, tolerance: settings.tolerance, likelyKnob: "more time: nothing has been solved yet")
        }
        let grid = problem.outputGrid()
        let means = problem.snapshots(on: grid) { jets, places, _ in posterior.mean(jets, at: places) }
        let deviations = settings.hasDeviation ? problem.snapshots(on: grid) { jets, places, _ in posterior.deviation(jets, at: places) } : []
        var solution = Solution(
            method: GaussianProcessSolver.name, outcome: outcome ?? .interrupted, snapshots: means,
            evaluator: MixtureEvaluator(posterior: posterior), estimates: ErrorEstimate.deviations(problem, means, deviations),
            notes: notes(found),
            counts: [
                (name: "functionals", value: Double(system.count)), (name: "features", value: Double(posterior.weights.mean.count)),
                (name: "evaluations of the evidence", value: Double(found.evaluations)), (name: "log evidence", value: found.logEvidence),
            ])
        solution.deviations = deviations
        return solution
    }

    private func notes(_ found: MixtureSearch.Found) -> [String] {
        let peaks = found.model.peaks.map { peak in
            "\(NumberText.short(peak.frequency)) (length \(NumberText.short(peak.length)))"
        }.joined(separator: ", ")
        var notes = ["way: mixture, \(reason)", "kernel: spectral-mixture, cycles per unit \(peaks)"]
        if found.pruned > 0 { notes.append("\(found.pruned) more frequencies of the periodograms had no evidence and were left out") }
        return notes + (resolutionWarning(found).map { [$0] } ?? [])
    }

    /// Fewer than about three and a half points a wave do not tell a wave from others.
    private func resolutionWarning(_ found: MixtureSearch.Found) -> String? {
        let block = system.blocks[0], spacing = block.points[0][0, 1] - block.points[0][0, 0]
        let source = Periodogram(block.values.elements, spacing: spacing, threshold: 1e-3, limit: 1)
        let highest = max(found.model.peaks.map(\.frequency).max() ?? 0, source.aliasing > 1e-3 ? 0.5 / spacing : 0)
        guard highest * spacing > 1 / 3.5 else { return nil }
        let needed = Int((3.5 * highest * problem.coordinates[0].length).rounded(.up))
        return "warning: \(NumberText.short(1 / (highest * spacing))) points for the shortest wave are too few: at least \(needed) 'points' are needed, "
            + "and the answer may be another wave's"
    }
}

/// Evaluates the mean anywhere.
struct MixtureEvaluator: SolutionEvaluator {
    let posterior: MixturePosterior

    func evaluate(_ jets: [JetRequest], at points: Tensor<Double>, snapshot: Int) throws -> Tensor<Double> {
        posterior.mean(jets, at: points.reshaped([1, points.count]))
    }
}

import Expressions
import Fields
import Foundation
import Kernels
import NumericsCore
import Problems
import Solving

extension GaussianProcessStepper {
    func solution() throws -> Solution {
        guard let posterior = newton.posterior else {
            throw SolverError.notConverged(residual: 1, tolerance: settings.tolerance, likelyKnob: "more time: nothing has been factored yet")
        }
        let grid = problem.outputGrid(), times = problem.outputTimes
        let means = problem.snapshots(on: grid) { jets, places, _ in posterior.mean(jets, at: places) }
        let deviations = settings.hasDeviation
            ? problem.snapshots(on: grid) { jets, places, _ in
                Tensor(shape: [jets.count, places.shape[1]], elements: jets.flatMap { posterior.deviation($0, at: places) })
            } : []
        var solution = Solution(
            method: GaussianProcessSolver.name, outcome: outcome ?? .interrupted, snapshots: means,
            evaluator: PosteriorEvaluator(posterior: posterior, problem: problem, times: times),
            estimates: ErrorEstimate.deviations(problem, means, deviations), notes: notes(posterior),
            counts: [
                (name: "functionals", value: Double(newton.system.count)), (name: "nugget", value: posterior.nugget),
                (name: "amplitude", value: posterior.amplitude), (name: "log evidence", value: posterior.logEvidence),
            ], parameters: parameters(posterior))
        solution.deviations = deviations
        return solution
    }

    private func parameters(_ posterior: DensePosterior) -> [ParameterEstimate] {
        let (values, deviations) = posterior.parameters()
        return problem.parameters.indices.filter { problem.parameters[$0].isEstimated }.map { index in
            let parameter = problem.parameters[index]
            return ParameterEstimate(name: parameter.name, value: values[index], deviation: deviations[index], exact: parameter.exact)
        }
    }

    private func notes(_ posterior: DensePosterior) -> [String] {
        var notes = ["dense Cholesky of \(newton.system.count) functionals, every covariance with every other"]
        if !found.isEmpty {
            let best = found.max { $0.logEvidence < $1.logEvidence }!
            let others = found.sorted { $0.logEvidence > $1.logEvidence }.dropFirst()
                .map { "\($0.kind.rawValue) \(NumberText.short($0.logEvidence - best.logEvidence))" }
            notes.append("kernel: \(best.kind.rawValue), \(lengths(best.prior))")
            if !others.isEmpty { notes.append("log evidence of others against it: " + others.joined(separator: ", ")) }
        }
        if posterior.nugget > settings.nugget {
            notes.append("the covariance matrix needed a nugget of \(NumberText.short(posterior.nugget)) of its diagonal; that limits the accuracy")
        }
        return notes + remarks
    }

    private func lengths(_ prior: FieldPrior) -> String {
        "lengths " + prior.kernels[0].parameters.filter { $0.role == .length }
            .map { "\($0.name.replacingOccurrences(of: ".length", with: "")) \(NumberText.short(exp($0.logarithm)))" }.joined(separator: ", ")
    }
}

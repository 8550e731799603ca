import Foundation
import NumericsCore
import Problems
import Solving

extension FeatureStepper {
    /// Finds bandwidths for few features; cuts the time range where they are too few for all of it.
    func search() throws -> StepStatus {
        let part = try system.window(0, of: choice.windows)
        let found = try bandwidths(part)
        choice.bandwidths = found.bandwidths
        let start = min(Self.startCount(problem), limit)
        let isFree = settings.timeWindows == nil && !settings.meetsConditions && FeatureSystem.canMarch(problem)
        if found.residual > Self.hopeless {
            if 2 * choice.count <= min(2 * start, limit) {
                choice.count *= 2
                return .running
            }
            if isFree && choice.windows < Self.mostWindows {
                choice.count = start
                choice.windows *= Self.windowFactor
                return .running
            }
        }
        history = [(choice.count, found.residual)]
        if isFree, system.isLinear, choice.windows == 1 { try cutTime(found) }
        stage = history[0].residual <= goal || choice.count >= limit ? .verifying : .rising
        return .running
    }

    /// A residual that says that too little of the solution is there to tell good bandwidths from bad ones: between bands that
    /// hold nothing residuals differ by some per cent only.
    private static let hopeless = 0.03
    /// Windows are quartered, 1, 4, 16, 64, 256: each time the bandwidths are sought again, and that costs more than a factor of
    /// four too many of them.
    private static let windowFactor = 4
    private static let mostWindows = 256
    /// Radians per half window beyond which features for all of the time range are more than those of windows together, and the
    /// radians that are left in a window: with 8 some 15 features along time hold 1e-10, at 12 cutting in two begins to pay.
    private static let longest = 12.0, wanted = 8.0

    /// Waves that pass many times need fewer features in windows of time than in one piece.
    private func cutTime(_ found: BandwidthSearch.Result) throws {
        guard let time = problem.timeIndex, found.bandwidths[time] > Self.longest else { return }
        var cut = choice
        cut.windows = Int((found.bandwidths[time] / Self.wanted).rounded(.up))
        cut.bandwidths[time] /= Double(cut.windows)
        let part = try system.window(0, of: cut.windows)
        let trial = try part.solve(cut)
        let measure = part.measure(trial)
        let residual = part.heldOutResidual(trial.fit, measure)
        guard residual < found.residual else { return }
        self.measure = measure
        (choice, fit) = (cut, trial.fit)
        history = [(cut.count, residual)]
    }

    private func bandwidths(_ part: FeatureSystem) throws -> BandwidthSearch.Result {
        var fits: [[Double]: FeatureFit] = [:]
        var failure: SolverError?
        func residual(_ bandwidths: [Double]) throws -> Double {
            var trial = choice
            trial.bandwidths = bandwidths
            let solved: FeatureSystem.Solved
            do {
                solved = try part.solve(trial, from: fit)
            } catch let error as SolverError {
                failure = failure ?? error
                return .greatestFiniteMagnitude
            }
            let measure = measure ?? part.measure(solved)
            self.measure = measure
            let residual = part.heldOutResidual(solved.fit, measure)
            fits[bandwidths] = solved.fit
            fits[bandwidths]!.heldOut = residual
            if residual < fit?.heldOut ?? .infinity { fit = fits[bandwidths] }
            if !residual.isFinite { failure = failure ?? part.undefinedResidual(solved.fit) }
            return residual.isFinite ? residual : .greatestFiniteMagnitude
        }
        func checked(_ result: BandwidthSearch.Result) throws -> BandwidthSearch.Result {
            // No bandwidth gave an answer.
            if result.residual == .greatestFiniteMagnitude, let failure { throw failure }
            return result
        }
        measure = nil
        fit = nil
        if let bandwidth = settings.bandwidth {
            let all = problem.coordinates.map { _ in bandwidth }
            return try checked(BandwidthSearch.Result(bandwidths: all, residual: try residual(all)))
        }
        let isStep = settings.function == .tanh
        let search = BandwidthSearch(
            isPeriodic: problem.coordinates.map { $0.isPeriodic && !isStep }, sweep: isStep ? [1, 2, 4, 8] : [2, 4, 8, 16, 32, 64, 128],
            residual: residual)
        // Bandwidths are those over the length of a window. What is singular in the data says nothing of what is left when singular functions have
        // been taken out.
        let knowsNothing = isStep || !problem.enrichment.isEmpty
        let data = knowsNothing ? problem.coordinates.map { _ in nil } : try DataBandwidth(part.asked, seed: system.seed).bandwidths()
        let guesses = zip(data, part.windowShares).map { guess, share in guess.map { $0 * share } }
        let found = try checked(try search.run(from: guesses))
        fit = fits[found.bandwidths]
        return found
    }
}

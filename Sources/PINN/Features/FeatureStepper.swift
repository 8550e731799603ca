import Fields
import Foundation
import NumericsCore
import Problems
import Solving

/// Finds bandwidths, adds features until the held-out residual is small, and compares with a second draw.
///
/// One step is one of these: a search, a solve with more features, a comparison.
final class FeatureStepper: SolutionStepper {
    enum Stage: String {
        case searching
        case rising
        case verifying
    }

    let problem: Problem
    let settings: FeatureSettings
    let system: FeatureSystem
    let pool: ThreadPool
    var stage = Stage.searching
    var stepCount = 0
    /// Newest choice; its first window is `fit`.
    var choice: FeatureChoice
    var fit: FeatureFit?
    /// What held-out residuals are measured by, from the first solve.
    var measure: HeldOutMeasure?
    /// Held-out residual by number of features.
    var history: [(count: Int, residual: Double)] = []
    /// Solves in a row that gained less than a factor of two.
    var stalls = 0
    /// Comparisons that missed the tolerance.
    var failures = 0
    /// The answer, and one with other features.
    var answer: FeatureAnswer?
    var other: FeatureAnswer?
    /// How far the two are from each other.
    var estimates: [String: ErrorEstimate] = [:]
    var outcome: Outcome?
    var remarks: [String] = []
    private(set) var report: StepReport

    init(_ problem: Problem, settings: FeatureSettings, context: SolveContext) throws {
        self.problem = problem
        self.settings = settings
        pool = ThreadPool(threads: context.threads)
        // The factorisation shares its work out over the pool; threads of two kinds would wait for each other.
        LinearAlgebra.setThreads(1)
        var system = try FeatureSystem(problem, settings: settings, seed: context.seed, pool: pool)
        system.control = context.control
        self.system = system
        choice = FeatureChoice(
            count: min(Self.startCount(problem), settings.count ?? max(settings.largestCount / system.setCount, Self.leastCount)), bandwidths: [],
            windows: settings.timeWindows ?? 1)
        report = StepReport(step: 0, fraction: nil, time: nil, quantities: [], phase: "set-up")
    }

    /// Few enough to try dozens of bandwidths, enough to tell them apart.
    static func startCount(_ problem: Problem) -> Int {
        [20, 40, 150, 400][min(problem.coordinates.count, 3)]
    }

    func step() throws -> StepStatus {
        let phase: String
        let status: StepStatus
        do {
            switch stage {
            case .searching: (phase, status) = ("bandwidth", try search())
            case .rising: (phase, status) = ("\(choice.count) features", try rise())
            case .verifying: (phase, status) = ("second draw", try verify())
            }
        } catch is FeatureInterruption {
            // Nothing that counts has changed: the loop stops, and a run that is resumed takes this step again.
            return .running
        }
        stepCount += 1
        report = StepReport(
            step: stepCount, fraction: nil, time: nil,
            quantities: [
                (name: "features", value: Double(choice.count)),
                (name: "held-out residual", value: answer?.heldOut ?? history.last?.residual ?? 1),
            ], phase: phase)
        return status
    }

    /// Solves with more features, and with wider bands if the last ones gained little.
    private func rise() throws -> StepStatus {
        let part = try system.window(0, of: choice.windows)
        var next = choice
        next.count = nextCount
        if stalls > 0 && settings.bandwidth == nil {
            for (index, coordinate) in problem.coordinates.enumerated() where !coordinate.isPeriodic { next.bandwidths[index] *= Self.widening }
        }
        var found = try part.solve(next, from: fit).fit
        found.heldOut = part.heldOutResidual(found, measure!)
        let last = history.last?.residual ?? .infinity
        history.append((next.count, min(found.heldOut, last)))
        stalls = found.heldOut < 0.5 * last || last > 0.1 ? 0 : stalls + 1
        // Once features fill the band, more of them only add to the rounding.
        if found.heldOut < last { (choice, fit) = (next, found) }
        if stalls > 1 { remarks.append("more features did not lower the residual: rounding, or a solution that is not smooth, sets the limit") }
        if history[history.count - 1].residual <= goal || stalls > 1 || next.count >= limit { stage = .verifying }
        return .running
    }

    var limit: Int { settings.count ?? max(settings.largestCount / system.setCount, Self.leastCount) }
    private static let leastCount = 8
    /// The held-out residual tracks the error within a factor of a few: half of the tolerance leaves room for that of two draws.
    var goal: Double { 0.5 * settings.tolerance }
    /// By what bands are widened where features no longer help: less than a step of the search for bandwidths, 1.5, and small
    /// enough that features keep filling the band in two dimensions, 1.3² = 1.7, while their number may double.
    private static let widening = 1.3

    /// The number of features that should reach the goal, from the exponential fall of the residual with the number along an axis.
    private var nextCount: Int {
        if let count = settings.count { return count }
        guard let last = history.last else { return limit }
        let power = 1 / Double(problem.coordinates.count)
        var next = 2 * Double(last.count)
        if history.count > 1, stage != .searching {
            let before = history[history.count - 2]
            let span = pow(Double(last.count), power) - pow(Double(before.count), power)
            let rate = span > 0 ? log(before.residual / last.residual) / span : 0
            if rate > 0.01 { next = 1.05 * pow(pow(Double(last.count), power) + log(max(last.residual / goal, 1)) / rate, 1 / power) }
        }
        return min(Int(min(max(next, 1.25 * Double(last.count)), 2 * Double(last.count))), limit)
    }
}

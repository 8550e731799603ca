import Foundation
import NumericsCore
import Problems
import Solving

/// A loose solution of the same problem by a classical method, which a training may start from.
///
/// It is solved for this purpose only: what the answer is compared with in the end has no part in it.
struct CoarseSolution {
    /// The method's name.
    let method: String
    /// By the method's own account, the largest of all unknowns.
    let error: Double
    /// Times at which it is known; nil for steady problems.
    let times: [Double?]
    private let evaluator: any SolutionEvaluator
    private let problem: Problem

    /// Equal steps of time between the instants at which it is known.
    private static let timeSteps = 128
    /// A solution that is off by more tells nothing.
    private static let largestError = 0.5

    static let schema = [
        SettingDescription(
            "start", .choice(PINNSettings.Start.allCases.map(\.rawValue), default: "random"),
            meaning: "What the parameters start from: random numbers, or a fit to a coarse solution by a classical method, which is then no network from scratch."),
        SettingDescription(
            "coarse-tolerance", .number(range: 1e-8...0.1, default: 1e-3), meaning: "Error asked of the coarse solution."),
        SettingDescription(
            "coarse-steps", .integer(range: 1...100_000, default: 100), meaning: "Most steps of the fit to the coarse solution."),
    ]

    /// Why a problem has no coarse solution to start from; nil if it may have one.
    static func objection(to problem: Problem) -> String? {
        if problem.energy != nil { return "the problem is an energy" }
        if problem.parameters.contains(where: { $0.isInput || $0.isEstimated }) || !problem.observations.isEmpty {
            return "a coarse solution is one for known parameters, without observations"
        }
        return nil
    }

    /// - Parameter tolerance: error asked for.
    /// - Throws: `SolverError.unsupported` if no method takes the problem or the solve fails.
    init(_ problem: Problem, tolerance: Double, context: SolveContext) throws {
        var coarse = problem
        coarse.enrichment = []
        coarse.output.grid = nil
        if let time = problem.timeIndex {
            let range = problem.coordinates[time]
            coarse.output.times = (0...Self.timeSteps).map { range.lower + range.length * Double($0) / Double(Self.timeSteps) }
        }
        let (choice, refusals) = context.coarseMethods.choose(for: coarse)
        guard let choice else {
            let reasons = refusals.map { "\($0.method): \($0.because)" }.joined(separator: "; ")
            throw Self.failure(reasons.isEmpty ? "no classical method was passed in" : "no classical method takes the problem: \(reasons)")
        }
        let settings = try Settings(["tolerance": .number(tolerance)], schema: choice.schema)
        let solution = try choice.init(settings: settings).solve(coarse, context: context)
        method = choice.name
        error = solution.estimates.values.map(\.relativeL2).max() ?? .infinity
        evaluator = solution.evaluator
        times = coarse.outputTimes
        self.problem = coarse
        guard error < Self.largestError else {
            throw Self.failure("the coarse solution by \(method) is off by \(NumberText.short(error)) by its own estimate")
        }
    }

    private static func failure(_ reason: String) -> SolverError {
        .unsupported(term: "start: coarse", because: reason, try: "start: random")
    }

    /// Moves points [coordinate][point] to the nearest instants at which the solution is known; the index of each.
    func snapToInstants(_ points: inout Tensor<Double>) -> [Int] {
        guard let time = problem.timeIndex else { return Array(repeating: 0, count: points.shape[1]) }
        let range = problem.coordinates[time]
        return (0..<points.shape[1]).map { point in
            let index = Int(((points[time, point] - range.lower) / range.length * Double(Self.timeSteps)).rounded())
            points[time, point] = times[index] ?? range.lower
            return index
        }
    }

    /// Values of jets, space derivatives, at points [coordinate][point] that lie at the instants given; [jet][point].
    /// - Throws: what the method's evaluator throws.
    func values(of jets: [JetRequest], at points: Tensor<Double>, instants: [Int]) throws -> [[Double]] {
        var values = jets.map { _ in Array(repeating: 0.0, count: instants.count) }
        let members = Dictionary(grouping: instants.indices) { instants[$0] }
        for (instant, indices) in members {
            let places = Tensor(
                shape: [indices.count, problem.spaceIndices.count],
                elements: indices.flatMap { point in problem.spaceIndices.map { points[$0, point] } })
            let found = try evaluator.evaluate(jets, at: places, snapshot: instant)
            for row in jets.indices { for (place, point) in indices.enumerated() { values[row][point] = found[row, place] } }
        }
        return values
    }
}

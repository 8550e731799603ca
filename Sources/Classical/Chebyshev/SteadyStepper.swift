import Discretization
import Fields
import Foundation
import NumericsCore
import Problems
import Solving

/// Solves a boundary-value problem at rising resolutions; one step is one Newton iteration or one direct solve.
///
/// The last two resolutions give the error estimate. With a degree fixed by the user, the second one is a tenth finer
/// and the answer is the one asked for.
final class SteadyStepper: SolutionStepper {
    enum Stage: String {
        case refining
        case verifying
    }

    let problem: Problem
    /// Set if the problem is solved over space and time as a whole.
    let spaceTime: SpaceTime?
    let discrete: CollocationProblem
    let settings: ChebyshevSettings
    let policy: ResolutionPolicy
    /// The last two answers, the newest last.
    var solved: [SolvedLevel] = []
    /// Axes of the resolution being solved.
    var axes: [AxisDiscretization]
    var stage = Stage.refining
    var stepCount = 0
    var newtonIterations = 0
    /// Resolutions at which no solution was found.
    var failures = 0
    /// Whether the comparison has failed once and a clearly finer resolution was tried.
    var isRepeated = false
    /// Whether data were found that fell between the points of an answer.
    var hasNarrowData = false
    var level: LevelSolve?
    var outcome: Outcome?
    /// Remarks for the user.
    var remarks: [String] = []
    private(set) var report: StepReport

    /// Corrections at which Newton's method ends: a little above rounding.
    static let newtonTolerance = 1e-12

    init(_ problem: Problem, settings: ChebyshevSettings, context: SolveContext) throws {
        self.problem = problem
        self.settings = settings
        spaceTime = SpaceTime(problem)
        discrete = CollocationProblem(try spaceTime?.steady(problem) ?? problem).substitutingDefinitions()
        policy = try ResolutionPolicy(discrete, settings: settings)
        axes = policy.start()
        report = StepReport(step: 0, fraction: nil, time: nil, quantities: [], phase: "set-up")
        LinearAlgebra.setThreads(context.threads)
    }

    func step() throws -> StepStatus {
        do {
            stepCount += 1
            if level == nil { level = try makeLevel() }
            let status = try level!.step()
            newtonIterations += 1
            updateReport()
            switch status {
            case .running: return .running
            case .solved(let state): return try finish(state)
            case .failed(let correction): return try retry(correction)
            }
        } catch let error as DiscretizationError {
            throw SolverError(error)
        }
    }

    private func makeLevel() throws -> LevelSolve {
        let system = try CollocationSystem(discrete, axes: axes)
        var start = Tensor(shape: [system.count], repeating: 0.0)
        if let last = solved.last { start = last.layout.prolong(last.state, to: system.layout) }
        if solved.isEmpty { start = Self.finiteStart(system, start) }
        return LevelSolve(
            system, from: start, tolerance: Self.newtonTolerance, denseLimit: settings.maximumUnknowns)
    }

    /// Zero, or one where the equations have no value at zero (logarithms, quotients).
    private static func finiteStart(_ system: CollocationSystem, _ zero: Tensor<Double>) -> Tensor<Double> {
        var rows = zero
        var workspace = system.makeWorkspace()
        system.evaluate(zero, into: &rows, workspace: &workspace)
        if LinearAlgebra.norm(rows).isFinite { return zero }
        var one = Tensor(shape: zero.shape, repeating: 1.0)
        for multiplier in system.layout.valueCount..<system.count { one[multiplier] = 0 }
        return one
    }

    private func finish(_ state: Tensor<Double>) throws -> StepStatus {
        guard let finished = level else { return .running }
        solved = solved.suffix(1) + [SolvedLevel(layout: finished.system.layout, state: state)]
        level = nil
        let wasDirect = finished.isDirect
        let next: [AxisDiscretization]?
        switch stage {
        case .refining:
            if !policy.isFixed, solved.count == 2, try worstEstimate() <= settings.tolerance {
                return try accept(isDirect: wasDirect)
            }
            next = policy.isFixed ? nil : policy.refined(axes, tails: solved[solved.count - 1].tails, isDirect: wasDirect)
            if next == nil, !policy.isFixed, let status = try lookCloser(isDirect: wasDirect) { return status }
            if next == nil && !settings.estimates { return try accept(isDirect: wasDirect) }
            stage = next == nil ? .verifying : .refining
        case .verifying:
            let isMet = try worstEstimate() <= settings.tolerance
            if policy.isFixed || isMet { return try accept(isDirect: wasDirect) }
            if let status = try goOnWithData(isDirect: wasDirect) { return status }
            if isRepeated { return end(.notConverged) }
            // Once more on a clearly finer grid; if rounding is what remains, that is the end.
            isRepeated = true
            next = axes.map { $0.resized(to: $0.residualPointsPerElement * 3 / 2) }
        }
        // Data just met for the first time look as slow as a corner.
        if wasDirect, !hasNarrowData, next != nil, let order = try algebraicOrder(limit: Self.largestDirect) {
            return try endAlgebraic(order)
        }
        let wanted = next ?? policy.verification(axes)
        guard try fits(wanted, isDirect: wasDirect) else {
            let isMet = try solved.count == 2 && worstEstimate() <= settings.tolerance
            return isMet ? try accept(isDirect: wasDirect) : end(.notConverged)
        }
        axes = wanted
        return .running
    }

    /// A finer grid may carry what a coarse one cannot: try a few before giving up.
    private func retry(_ correction: Double) throws -> StepStatus {
        failures += 1
        let finer = policy.finer(axes)
        guard failures <= (axes.count == 1 ? 5 : 2), !policy.isFixed, try fits(finer, isDirect: false) else {
            throw SolverError.notConverged(
                residual: correction, tolerance: Self.newtonTolerance,
                likelyKnob: "a parameter that makes the problem more diffusive, or a higher degree")
        }
        level = nil
        axes = finer
        return .running
    }

    func fits(_ axes: [AxisDiscretization], isDirect: Bool) throws -> Bool {
        if isDirect { return axes.allSatisfy { $0.residualCount <= Self.largestDirect } }
        if axes.count == 1 && discrete.gauges.isEmpty && discrete.functionals.isEmpty {
            return policy.unknowns(axes) <= 100_000
        }
        let isIterated = axes.count == 2 && discrete.componentCount == 1 && discrete.gauges.isEmpty
            && discrete.functionals.isEmpty && axes.allSatisfy { $0.elementCount == 1 }
        return policy.unknowns(axes) <= (isIterated ? 40_000 : settings.maximumUnknowns)
    }

    /// Points along an axis up to which direct solves are refined.
    private static let largestDirect = 1000

    /// The observed order if the coefficients fall only algebraically and the tolerance lies beyond `limit` points; nil
    /// while they may still fall faster.
    ///
    /// Fewer than about three points a wave show coefficients that fall slowly too, but then successive answers have
    /// nothing in common: the order means something only once they agree in their first digits.
    private func algebraicOrder(limit: Int) throws -> Double? {
        guard solved.count == 2, try worstEstimate() < 1e-2 else { return nil }
        let tails = solved.map { $0.tails.flatMap { $0 }.max() ?? 0 }
        let points = solved.map { Double($0.layout.axes.map(\.residualCount).max() ?? 1) }
        guard points[1] >= 80, points[1] > points[0], tails[1] < 1e-2, tails[1] > settings.tolerance else { return nil }
        let order = log(tails[0] / tails[1]) / log(points[1] / points[0])
        guard order < 8 else { return nil }
        let needed = points[1] * pow(tails[1] / settings.tolerance, 1 / max(order, 0.1))
        return needed > Double(limit) ? order : nil
    }

    private func endAlgebraic(_ order: Double) throws -> StepStatus {
        let digits = (order * 10).rounded() / 10
        remarks.append(
            "the coefficients fall only like degree^-\(digits), as they do where a corner or the data are not smooth: "
                + "the tolerance is out of reach")
        return end(try worstEstimate() <= settings.tolerance ? .converged : .notConverged)
    }

    func end(_ outcome: Outcome) -> StepStatus {
        self.outcome = outcome
        return .finished(outcome)
    }

    private func updateReport() {
        guard let level else { return }
        let progress = level.progress
        var quantities: [(name: String, value: Double)] = []
        if let residual = progress.residual {
            quantities = ResidualSummary(level.system).quantities(residual, equations: problem.equations.map(\.name))
        }
        quantities.append((name: "correction", value: progress.correction))
        quantities.append((name: "unknowns", value: Double(level.system.count)))
        report = StepReport(step: stepCount, fraction: nil, time: nil, quantities: quantities, phase: level.phase)
    }
}

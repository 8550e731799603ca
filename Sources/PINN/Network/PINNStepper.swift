import NumericsCore
import Optimization
import Problems
import Solving
import TrialFunctions

/// Trains a network; one step is one of the optimizer.
///
/// With grading the training has two parts: a first one on evenly spread points, until the shape of the solution is known,
/// and the rest on points that are dense where it is steep.
package final class PINNStepper: SolutionStepper {
    /// The problem as it was given; `problem` has its inputs as coordinates.
    let asked: Problem
    let problem: Problem
    let settings: PINNSettings
    let design: NetworkDesign
    let context: SolveContext
    let pool: ThreadPool
    var parameters: Tensor<Double>
    var objective: CollocationObjective
    var training: TrainingSet
    /// The step at which points or weights were changed last.
    var adaptedAt = 0
    /// The best parameters so far, where points or weights change.
    var best: (parameters: Tensor<Double>, estimate: Double)?
    /// Residuals at points that are not trained on.
    let heldOut: CollocationObjective
    /// What the residuals at those points are without a network: the size of the data.
    let dataSize: Double
    var optimizer: any Optimizer
    let optimizerReason: String
    var stepCount = 0
    /// The parameters from which points were spread anew.
    var gradedFrom: Tensor<Double>?
    var isGraded: Bool { gradedFrom != nil }
    /// The step at which that was, and how often it was done.
    var gradedAt = 0
    var gradings = 0
    var loss = Double.infinity
    var estimate = Double.infinity
    /// The held-out residual at which the error is estimated next: the tolerance, and less where errors are larger than residuals.
    var goal: Double
    var trend = TrainingTrend()
    /// What jumped where cells meet at the last look.
    var jumpSizes: [(name: String, value: Double)] = []
    /// Errors by unknown, from a fit to other points; empty until the end, and where there is none.
    var refitEstimates: [String: ErrorEstimate] = [:]
    var outcome: Outcome?
    /// The fit with features added to it; nil before, and where they did not help.
    var corrected: FeatureCorrection.Answer?
    var correctionRounds = 0
    /// How the training ended, while it is being corrected.
    var pendingOutcome: Outcome?
    /// Something narrow in the data that the points pass by.
    private(set) var missedData: DataPeak?
    /// Integrals that equations or conditions hold; nil if there are none.
    let functionals: FunctionalValues?
    /// The fit to a coarse solution, before the training; nil where it starts from random parameters.
    var coarseStart: CoarseStart?
    /// Of inverse problems.
    var inference: Inference
    /// Whether the last step found no smaller residuals.
    private(set) var isExhausted = false
    package internal(set) var report: StepReport

    /// Steps between looks at the points that are not trained on.
    static let lookInterval = 10

    init(_ problem: Problem, settings: PINNSettings, context: SolveContext) throws {
        asked = problem
        // A parameter that is an input is a coordinate from here on.
        let parametric = problem.parametric
        if let objection = NetworkDesign.objection(to: settings, parametric) {
            throw SolverError.unsupported(term: objection.setting, because: objection.reason, try: nil)
        }
        self.settings = settings
        goal = settings.tolerance
        self.context = context
        // Chunks are shared out over our own threads; a second pool would only compete with them.
        LinearAlgebra.setThreads(1)
        pool = ThreadPool(threads: context.threads)
        let pool = pool
        let unscaled = NetworkDesign(parametric, settings: settings, seed: context.seed)
        // With the sides of faces as sites.
        let problem = unscaled.space.problem
        self.problem = problem
        design = try unscaled.scaled(
            problem, functionals: { try Self.functionals(problem, $0, settings, pool, share: 2) }, seed: context.seed, pool: pool)
        var stream = RandomStream(seed: context.seed, name: "network")
        inference = Inference(problem)
        let start = inference.maps.map { $0.free(problem.parameters[$0.parameter].value) }
        let initial = design.space.initialParameters(from: &stream)
        parameters = Tensor(initial.elements + start)
        training = try Self.trainingSet(problem, design, settings, context.seed, "train", density: nil, fitsData: true)
        functionals = try Self.functionals(problem, design, settings, pool, share: 2)
        objective = CollocationObjective(training.weighted, space: design.space, functionals: functionals, pool: pool)
        heldOut = try Self.objective(problem, design, settings, context.seed, "held out", pool)
        dataSize = (2 * heldOut.loss(at: Tensor(Array(repeating: 0, count: initial.count) + start))).squareRoot()
        try Self.checkSeparable(objective, settings)
        let choice = OptimizerChoice(
            settings.optimizer, function: design.space.function, parameterCount: objective.parameterCount, rowCount: objective.residualCount,
            hasBlocks: objective.jacobianPattern != nil, pool: pool)
        optimizer = choice.optimizer
        optimizerReason = choice.reason
        report = StepReport(step: 0, fraction: nil, time: nil, quantities: [], phase: "set-up")
        if settings.start == .coarse {
            let coarse = try CoarseSolution(parametric, tolerance: settings.coarseTolerance, context: context)
            coarseStart = try CoarseStart(coarse, plan: training.plan, space: design.space, settings: settings, context: context, pool: pool)
        }
    }

    private static func checkSeparable(_ objective: CollocationObjective, _ settings: PINNSettings) throws {
        guard settings.optimizer == OptimizerChoice.Method.variableProjection.rawValue, objective.linearParameters.isEmpty else { return }
        throw SolverError.unsupported(
            term: "optimizer: \(settings.optimizer)",
            because: "it needs linear equations and conditions without unknown parameters, and one network whose output layer it solves for",
            try: nil)
    }

    /// Residuals at evenly spread points.
    package static func objective(
        _ problem: Problem, _ design: NetworkDesign, _ settings: PINNSettings, _ seed: UInt64, _ stage: String, _ pool: ThreadPool
    ) throws -> CollocationObjective {
        CollocationObjective(
            try trainingSet(problem, design, settings, seed, stage, density: nil).weighted, space: design.space,
            // Other points for the look at what was not trained on.
            functionals: try functionals(problem, design, settings, pool, share: 3), pool: pool)
    }

    /// - Parameter share: points of integrals for each point inside.
    private static func functionals(
        _ problem: Problem, _ design: NetworkDesign, _ settings: PINNSettings, _ pool: ThreadPool, share: Int
    ) throws -> FunctionalValues? {
        guard !problem.functionalsInLaws.isEmpty else { return nil }
        return try FunctionalValues(problem, space: design.space, count: share * interiorCount(design, settings), pool: pool)
    }

    private static func interiorCount(_ design: NetworkDesign, _ settings: PINNSettings) -> Int {
        settings.points ?? max(256, 4 * design.space.parameterCount)
    }

    /// The objective of the points and weights there are now.
    func trainingObjective() -> CollocationObjective {
        CollocationObjective(training.weighted, space: design.space, functionals: functionals, pool: pool)
    }

    private static func trainingSet(
        _ problem: Problem, _ design: NetworkDesign, _ settings: PINNSettings, _ seed: UInt64, _ stage: String,
        density: PointDensity?, growth: Double = 1, fitsData: Bool = false
    ) throws -> TrainingSet {
        let interior = Int(growth * Double(interiorCount(design, settings)))
        let plan = CollocationPlan(
            interiorCount: interior, conditionCount: settings.conditionPoints ?? max(32, interior / 8),
            conditionWeight: settings.conditionWeight, rule: settings.rule.rule, reflections: design.symmetries,
            density: density, faces: design.faces, seams: design.seams, scales: design.scales)
        var blocks = try plan.blocks(of: problem, omitting: design.met, seed: seed, stage: stage)
        // Last: `Inference` finds them there.
        if fitsData { blocks += try CollocationPlan.observationBlocks(of: problem, weight: settings.dataWeight / design.scales.observations) }
        return TrainingSet(blocks, plan: plan, space: design.space)
    }

    package func step() throws -> StepStatus {
        if coarseStart?.isOver == false { return try stepOfCoarseStart() }
        if let pendingOutcome { return try correct(after: pendingOutcome) }
        let outcome = try optimizerStep()
        stepCount += 1
        loss = outcome.loss
        isExhausted = outcome.status != .progress
        if stepCount % Self.lookInterval == 0 || outcome.status != .progress {
            estimate = errorEstimate()
            trend.look(step: stepCount, residual: estimate)
            jumpSizes = largestJumps()
        }
        keepBest()
        updateReport(outcome)
        if problem.observations.isEmpty ? try isAccurate() : isFitted || isSettled() { return try end(.converged) }
        if settings.isGraded && (isGraded ? isOverfitted : isShapeKnown(outcome.status)) {
            try grade(from: parameters)
        } else if settings.adaptation.isActive && isTimeToAdapt(outcome.status) {
            try adapt()
        } else if outcome.status != .progress {
            // With noise the smallest loss is not small.
            return try end(!problem.observations.isEmpty && doesEquationHold ? .converged : .notConverged)
        }
        return stepCount < settings.iterations ? .running : try end(.notConverged)
    }

    /// - Throws: `SolverError.notFinite` with the equation and the place.
    private func optimizerStep() throws -> OptimizerReport {
        do {
            return try optimizer.step(objective, parameters: &parameters)
        } catch OptimizationError.notFinite(let iteration) {
            throw objective.failure(at: parameters, step: stepCount) ?? OptimizationError.notFinite(iteration: iteration)
        }
    }

    func end(_ outcome: Outcome) throws -> StepStatus {
        estimate = errorEstimate()
        if isCorrectable(outcome) {
            pendingOutcome = outcome
            return .running
        }
        // Before the deviations of parameters, which use the optimizer's memory no more.
        if outcome != .converged || refitEstimates.isEmpty { refitEstimates = try errorEstimates() }
        missedData = training.missedData(tolerance: settings.tolerance)
        let isReached = problem.observations.isEmpty && estimate <= settings.tolerance && isErrorSmall
        let settled: Outcome = isReached || isAnswerSettled ? .converged : outcome
        let verdict = missedData != nil ? .notConverged : inference.maps.isEmpty ? settled : judgeParameters(outcome)
        self.outcome = verdict
        return .finished(verdict)
    }

    /// At set steps, and where a fit to the points there are is finished.
    private func isTimeToAdapt(_ status: OptimizerReport.Status) -> Bool {
        let elapsed = stepCount - adaptedAt
        return elapsed >= settings.adaptation.interval || (status != .progress && elapsed > 1)
    }

    /// Whether the first part of the training has done what it is for.
    private func isShapeKnown(_ status: OptimizerReport.Status) -> Bool {
        stepCount >= settings.iterations / 10 || status != .progress || (2 * loss).squareRoot() < Self.knownShape * dataSize
    }

    /// Whether residuals between the points are far larger than at them: there were too few where they are needed.
    private var isOverfitted: Bool {
        gradings < Self.mostGradings && stepCount >= gradedAt + Self.gradingInterval && stepCount % Self.lookInterval == 0
            && estimate * dataSize > Self.overfit * (2 * loss).squareRoot()
    }

    /// Residuals, relative to the data, of fits from which the places of steep slopes can be told.
    private static let knownShape = 1.4e-3
    private static let overfit = 10.0
    /// The fit after fewer steps is no more than that of the points before.
    private static let gradingInterval = 100
    private static let mostGradings = 5

    /// Spreads points anew, half as many more each time but the first. The optimizer keeps its state: the objective is about the same.
    func grade(from parameters: Tensor<Double>) throws {
        gradedFrom = parameters
        gradedAt = stepCount
        gradings += 1
        let evaluator = NetworkEvaluator(space: design.space, problem: asked, parameters: parameters, times: problem.outputTimes)
        let density = PointDensity(evaluator, seed: context.seed)
        guard density.isUneven else { return }
        training = try Self.trainingSet(
            problem, design, settings, context.seed, "graded \(gradings)", density: density,
            growth: 1 + 0.5 * Double(gradings - 1), fitsData: true)
        objective = trainingObjective()
        optimizer.objectiveChanged()
    }
}

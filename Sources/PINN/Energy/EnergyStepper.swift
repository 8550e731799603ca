import Expressions
import NumericsCore
import Optimization
import Problems
import Solving
import TrialFunctions

/// Minimises an energy over a network; one step is one of the optimizer.
final class EnergyStepper: SolutionStepper {
    private let problem: Problem
    private let settings: PINNSettings
    private let design: NetworkDesign
    private let objective: EnergyObjective
    /// The same integral from other points.
    private let finer: EnergyObjective
    /// Residuals of the Euler-Lagrange equations, at points that have no part in the energy.
    private let residuals: CollocationObjective
    private var parameters: Tensor<Double>
    private var optimizer: any Optimizer
    private let optimizerName: String
    private var stepCount = 0
    private var loss = Double.infinity
    /// Of the energies at the start and without a network; nil before the first step.
    private var size: Double?
    private var remarks: [String] = []
    private var outcome: Outcome?
    private(set) var report = StepReport(step: 0, fraction: nil, time: nil, quantities: [], phase: "set-up")

    init(_ problem: Problem, settings: PINNSettings, context: SolveContext) throws {
        guard let energy = problem.energy else { preconditionFailure("an energy is needed") }
        self.problem = problem
        self.settings = settings
        LinearAlgebra.setThreads(1)
        let pool = ThreadPool(threads: context.threads)
        design = NetworkDesign(problem, settings: settings, seed: context.seed)
        let count = settings.points ?? max(1024, 8 * design.space.parameterCount)
        let plan = CollocationPlan(
            interiorCount: count, conditionCount: settings.conditionPoints ?? max(32, count / 8),
            conditionWeight: settings.conditionWeight, rule: settings.rule.rule)
        var stationary = problem
        stationary.equations = EulerLagrange.residuals(of: energy, in: problem).enumerated().map {
            Equation(name: "Euler-Lagrange \($0 + 1)", residual: $1)
        }
        let (space, met) = (design.space, design.met)
        // Of the training only the conditions: their blocks stand behind that of the equations.
        let conditions = Array(try plan.blocks(of: stationary, omitting: met, seed: context.seed, stage: "train").dropFirst())
        func objective(_ count: Int) throws -> EnergyObjective {
            try EnergyObjective(
                problem, energy: energy, space: space, rule: DomainQuadrature(problem, count: count), conditions: conditions, pool: pool)
        }
        self.objective = try objective(count)
        finer = try objective(2 * count)
        residuals = CollocationObjective(
            try plan.blocks(of: stationary, omitting: met, seed: context.seed, stage: "held out"), space: space, pool: pool)
        var stream = RandomStream(seed: context.seed, name: "network")
        parameters = space.initialParameters(from: &stream)
        (optimizer, optimizerName) = try Self.optimizer(settings.optimizer, space, pool)
    }

    private static func optimizer(_ name: String, _ space: TrialSpace, _ pool: ThreadPool) throws -> (any Optimizer, String) {
        switch OptimizerChoice.Method(rawValue: name) {
        case nil: return (DampedNewton(pool: pool), "damped Newton")
        case .levenbergMarquardt, .spring:
            throw SolverError.unsupported(term: "optimizer: \(name)", because: "an energy is no sum of squares", try: "optimizer: auto")
        case .some(let method):
            let choice = OptimizerChoice(
                method.rawValue, function: space.function, parameterCount: space.parameterCount, rowCount: 0, pool: pool)
            return (choice.optimizer, method.rawValue)
        }
    }

    func step() throws -> StepStatus {
        let before = parameters
        let taken = try optimizerStep()
        stepCount += 1
        loss = taken.loss
        if size == nil { size = max(abs(objective.loss(at: before)), abs(objective.loss(at: zero))) }
        report = StepReport(
            step: stepCount, fraction: Double(stepCount) / Double(settings.iterations), time: nil,
            quantities: [(name: "energy", value: loss)] + taken.quantities, phase: "training")
        guard loss.isFinite, loss > -Self.bottomless * max(size ?? .infinity, .leastNormalMagnitude) else {
            parameters = before
            return diverge()
        }
        if hasSettled(taken) { return end(.converged) }
        return taken.status == .progress && stepCount < settings.iterations ? .running : end(.notConverged)
    }

    /// A fall by which all digits of the energies at the start are lost.
    private static let bottomless = 1e16
    /// Dampings, relative to the second derivative, with which a step still goes to the minimum of the quadratic model.
    private static let negligibleDamping = 1.0

    /// Whether the energy that can still be gained, half the square of the error in its own norm within what the network can be, is negligible.
    private func hasSettled(_ taken: OptimizerReport) -> Bool {
        func quantity(_ name: String) -> Double? { taken.quantities.first { $0.name == name }?.value }
        // Where negative curvature asks for much damping, the short steps say nothing of how far it is to a minimum.
        if let damping = quantity("damping"), damping > Self.negligibleDamping { return false }
        let isSmall = quantity("decrement").map { $0.magnitude <= settings.tolerance * settings.tolerance * abs(loss) } ?? false
        return isSmall || taken.status == .converged
    }

    private func optimizerStep() throws -> OptimizerReport {
        do {
            return try optimizer.step(objective, parameters: &parameters)
        } catch OptimizationError.notFinite(let iteration) {
            throw objective.failure(at: parameters, step: stepCount) ?? OptimizationError.notFinite(iteration: iteration)
        }
    }

    private func diverge() -> StepStatus {
        remarks = [
            "the energy falls without bound: it was \(NumberText.short(objective.loss(at: parameters))) before the last step, and there is no least one; "
                + "look for a term with the wrong sign or too large a factor"
        ]
        outcome = .diverged
        return .finished(.diverged)
    }

    private func end(_ reached: Outcome) -> StepStatus {
        var outcome = reached
        let residual = residual
        let (own, other) = (objective.energy(at: parameters), finer.energy(at: parameters))
        let difference = abs(own - other) / max(abs(other), Double.leastNormalMagnitude)
        remarks = [
            "energy \(own), off by \(NumberText.short(difference)) from that of twice as many points; "
                + "Euler-Lagrange residual \(NumberText.short(residual)) relative to that of the data"
        ]
        if residual.isFinite, residual > Self.largestResidual, outcome == .converged || stepCount < settings.iterations {
            remarks.append(
                "the energy stands still, but what is found is no least one: the Euler-Lagrange equations, which hold there, are not satisfied; "
                    + "the energy may have no minimum")
            outcome = .notConverged
        }
        if difference.squareRoot() > 10 * settings.tolerance && difference > 1e-13 {
            remarks.append("the quadrature is too coarse for the network: more 'points' are needed")
            outcome = .notConverged
        }
        self.outcome = outcome
        return .finished(outcome)
    }

    /// Size of the Euler-Lagrange residuals, over that without a network.
    private var residual: Double {
        (residuals.loss(at: parameters) / max(residuals.loss(at: zero), Double.leastNormalMagnitude)).squareRoot()
    }

    /// Euler-Lagrange residuals, relative to those without a network, that no minimum has. They are pessimistic, with two derivatives more
    /// than the energy: a tenth belongs to errors far below a tenth.
    private static let largestResidual = 0.1

    private var zero: Tensor<Double> { Tensor(shape: parameters.shape, repeating: 0) }

    func solution() throws -> Solution {
        let evaluator = NetworkEvaluator(space: design.space, problem: problem, parameters: parameters, times: problem.outputTimes)
        let snapshots = problem.snapshots(on: problem.outputGrid()) { jets, places, _ in evaluator.values(of: jets, at: places) }
        let basis = "residual of the Euler-Lagrange equations, relative to that of the data; no bound"
        let size = residual
        let met = problem.names(ofConditions: design.met.sorted())
        let layers = settings.hidden.map(String.init).joined(separator: ", ")
        let network = "\(settings.network.rawValue): \(layers) \(settings.activation), \(optimizerName) with \(parameters.count) parameters"
        return Solution(
            method: PINNSolver.name, outcome: outcome ?? .interrupted, snapshots: snapshots, evaluator: evaluator,
            estimates: Dictionary(uniqueKeysWithValues: problem.unknowns.map {
                ($0.name, ErrorEstimate(relativeL2: size, maximum: size, basis: basis))
            }),
            notes: [network] + (met.isEmpty ? [] : ["met by construction: " + met.joined(separator: "; ")]) + remarks,
            counts: [(name: "parameters", value: Double(parameters.count)), (name: "iterations", value: Double(stepCount))])
    }
}

extension EnergyStepper {
    func checkpoint() -> Checkpoint {
        var checkpoint = optimizer.checkpoint()
        checkpoint.strings["stepper"] = "pinn energy"
        checkpoint.tensors["parameters"] = parameters
        checkpoint.integers["step"] = stepCount
        checkpoint.scalars["loss"] = loss
        checkpoint.scalars["size"] = size
        return checkpoint
    }

    func restore(_ checkpoint: Checkpoint) throws {
        guard checkpoint.strings["stepper"] == "pinn energy", let stored = checkpoint.tensors["parameters"], stored.count == parameters.count
        else { throw SolverError.checkpointMismatch("it is not one of a network of this size for an energy") }
        parameters = stored
        try optimizer.restore(checkpoint)
        stepCount = checkpoint.integers["step"] ?? 0
        loss = checkpoint.scalars["loss"] ?? .infinity
        size = checkpoint.scalars["size"]
    }
}

import NumericsCore
import Problems
import Solving

/// Solves with a first kernel, compares kernels by evidence at the solution, and solves with the best.
///
/// One step is one factorisation of all functionals, or the search over one kind of kernel.
final class GaussianProcessStepper: SolutionStepper {
    enum Stage: String {
        /// Nonlinear problems: a state to linearise at, before kernels are compared.
        case exploring
        case learning
        case solving
        case finished
    }

    let problem: Problem
    let settings: GaussianProcessSettings
    let pool: ThreadPool
    let seed: UInt64
    let candidates: [KernelChoice.Kind]
    var newton: GaussNewton
    var stage = Stage.exploring
    var stepCount = 0
    var prior: FieldPrior
    var found: [KernelSearch.Found] = []
    var outcome: Outcome?
    var remarks: [String] = []
    private(set) var report: StepReport

    init(_ problem: Problem, settings: GaussianProcessSettings, context: SolveContext) throws {
        self.problem = problem
        self.settings = settings
        seed = context.seed
        pool = ThreadPool(threads: context.threads)
        // Covariances are filled by the pool; OpenBLAS has threads of its own for the factorisation only.
        LinearAlgebra.setThreads(1)
        let orders = KernelChoice.highestOrders(problem)
        candidates = settings.kernel.map { [$0] } ?? KernelChoice.candidates(order: orders.max() ?? 0)
        let design = CollocationDesign(
            problem: problem, count: settings.points ?? Self.usualCount(problem), chosen: settings.sampling, seed: seed)
        newton = GaussNewton(try design.linearizer(), settings: settings, pool: pool)
        prior = KernelChoice(problem: problem, kind: candidates[0]).prior(length: settings.length ?? 0.25)
        report = StepReport(step: 0, fraction: nil, time: nil, quantities: [], phase: "set-up")
        try check(orders)
        if newton.linearizer.isAffine { stage = .learning }
    }

    /// Points inside, by the number of coordinates.
    private static func usualCount(_ problem: Problem) -> Int { [400, 400, 900, 1500][min(problem.coordinates.count, 3)] }

    // What cannot work is said before anything is computed.
    private func check(_ orders: [Int]) throws {
        let count = newton.system.count
        let bytes = SymmetricFactorization.bytes(order: count)
        if bytes > settings.memory { throw GaussianProcessError.memory(functionals: count, bytes: bytes, available: settings.memory) }
        for (coordinate, order) in zip(problem.coordinates, orders) where !coordinate.isPeriodic {
            for kind in candidates {
                if let most = kind.halfInteger, most < order {
                    throw GaussianProcessError.tooRough(kernel: kind.rawValue, coordinate: coordinate.name, has: most, needed: order)
                }
            }
        }
        try checkObservations()
    }

    private func checkObservations() throws {
        for observation in problem.observations where observation.deviation == nil {
            var seen: Set<[Double]> = []
            for point in 0..<observation.count {
                let place = (0..<observation.points.shape[0]).map { observation.points[$0, point] }
                if !seen.insert(place).inserted {
                    throw GaussianProcessError.duplicate(name: problem.unknowns[observation.unknown].name + " observed", index: point)
                }
            }
        }
    }

    func step() throws -> StepStatus {
        stepCount += 1
        let phase: String
        switch stage {
        case .exploring:
            phase = "first kernel"
            try iterate()
            if newton.isConverged || newton.change < 1e-2 || newton.iteration >= settings.iterations { stage = .learning }
        case .learning:
            phase = "kernel " + candidates[found.count].rawValue
            try learn()
        case .solving, .finished:
            phase = newton.linearizer.isAffine ? "factorisation" : "Gauss-Newton"
            try iterate()
            if newton.isConverged { end(.converged) } else if newton.iteration >= settings.iterations { end(.notConverged) }
        }
        let evidence = found.last?.logEvidence
        report = StepReport(
            step: stepCount, fraction: nil, time: nil,
            quantities: [
                (name: "functionals", value: Double(newton.system.count)), (name: "residual", value: newton.residual),
                (name: "change", value: newton.change.isFinite ? newton.change : 1),
            ] + (evidence.map { [(name: "log evidence", value: $0)] } ?? []), phase: phase)
        return outcome.map { .finished($0) } ?? .running
    }

    private func end(_ outcome: Outcome) {
        self.outcome = outcome
        stage = .finished
    }

    private var amplitude: DensePosterior.Amplitude {
        newton.system.blocks.contains { $0.deviation > 0 } ? .prior : settings.amplitude
    }

    private func iterate() throws {
        // The amplitude is of no consequence for the mean.
        try newton.step(prior, amplitude: stage == .exploring || !newton.linearizer.isAffine && !newton.isConverged ? draft : amplitude)
        guard newton.stalls > 1 else { return }
        guard newton.continuation == 1, !remarks.contains(Self.continued) else { return end(.notConverged) }
        remarks.append(Self.continued)
        newton.startContinuation()
    }

    // Leave-one-out errors cost three factorisations: only of the last.
    private var draft: DensePosterior.Amplitude {
        if case .prior = amplitude { .prior } else { .integrated }
    }

    private static let continued = "no step from the start lowered the residual: the problem was reached through easier ones"

    private func learn() throws {
        let search = KernelSearch(problem: problem, settings: settings, seed: seed, pool: pool)
        found.append(try search.search(candidates[found.count], KernelSearch.thinned(newton.system)))
        guard found.count == candidates.count else { return }
        prior = found.max { $0.logEvidence < $1.logEvidence }!.prior
        newton.restart(from: newton.state)
        stage = .solving
    }
}

import NumericsCore
import Problems
import Solving

/// Damped Gauss-Newton iterations: each conditions the process on the problem linearised at the last state.
///
/// Steps are shortened until the residual falls, each functional measured in units of its prior deviation. Where no step helps, the
/// iteration passes through problems R(u) = (1 - τ) R(u_0), which u_0 solves for τ = 0.
struct GaussNewton {
    let linearizer: ProblemLinearizer
    let settings: GaussianProcessSettings
    let pool: ThreadPool
    /// Functionals of each block that are no multiples of others.
    private(set) var kept: [[Int]]
    private(set) var state: ProblemLinearizer.State
    private(set) var system: FunctionalSystem
    private(set) var posterior: DensePosterior?
    private(set) var iteration = 0
    /// Residual after the last step over that of the start.
    private(set) var residual = 1.0
    /// Relative change of the state in the last step.
    private(set) var change = Double.infinity
    private(set) var stalls = 0
    /// τ, and the residuals at τ = 0 while it is below 1.
    private(set) var continuation = 1.0
    private var origin: [Tensor<Double>] = []
    private var startResidual: Double?

    init(_ linearizer: ProblemLinearizer, settings: GaussianProcessSettings, pool: ThreadPool) {
        self.linearizer = linearizer
        self.settings = settings
        self.pool = pool
        state = linearizer.zeroState
        let whole = linearizer.linearize(at: state)
        let resolution = linearizer.problem.coordinates.map { 1e-10 * max($0.length, .leastNormalMagnitude) }
        kept = whole.distinct(resolution: resolution)
        system = whole.selecting(kept)
    }

    /// Whether the iteration has come to its end.
    var isConverged: Bool { continuation == 1 && (linearizer.isAffine ? iteration > 0 : change <= settings.tolerance) }

    /// Goes on from another state, with another kernel.
    mutating func restart(from state: ProblemLinearizer.State) {
        self.state = state
        (iteration, change, stalls, startResidual) = (0, .infinity, 0, nil)
        system = linearizer.linearize(at: state).selecting(kept)
    }

    /// One factorisation and one line search.
    mutating func step(_ prior: FieldPrior, amplitude: DensePosterior.Amplitude) throws {
        iteration += 1
        let target = shifted(system)
        let posterior = try DensePosterior(target, prior: prior, nugget: settings.nugget, amplitude: amplitude, pool: pool)
        self.posterior = posterior
        guard !linearizer.isAffine else { return }
        let parameters = posterior.parameters().values
        let goal = linearizer.state(parameters: parameters) { posterior.mean($0, at: $1) }
        let before = size(target, posterior.scales)
        if startResidual == nil { startResidual = max(before, .leastNormalMagnitude) }
        var part = 1.0
        while true {
            let trial = state.blended(with: goal, part: part)
            let next = linearizer.linearize(at: trial).selecting(kept)
            let after = size(shifted(next), posterior.scales)
            // Near the end rounding decides; a full step is taken there.
            if after <= (1 - 1e-4 * part) * before || (part == 1 && after <= 1e-9 * startResidual!) {
                change = difference(trial, state)
                (state, system) = (trial, next)
                residual = after / startResidual!
                stalls = 0
                break
            }
            part /= 2
            if part < 1e-3 {
                change = difference(state.blended(with: goal, part: 1), state)
                stalls += 1
                break
            }
        }
        advanceContinuation()
    }

    /// Passes through easier problems from here on.
    mutating func startContinuation() {
        origin = system.blocks.map(\.residuals)
        continuation = 0.25
        (stalls, startResidual) = (0, nil)
    }

    private mutating func advanceContinuation() {
        guard continuation < 1, change < 1e-3 else { return }
        continuation = min(1, continuation + 0.25)
        (change, startResidual) = (.infinity, nil)
    }

    // The values of R(u) = (1 - τ) R(u_0).
    private func shifted(_ system: FunctionalSystem) -> FunctionalSystem {
        guard continuation < 1 else { return system }
        var shifted = system
        for (index, start) in origin.enumerated() {
            LinearAlgebra.addScaled(1 - continuation, start, to: &shifted.blocks[index].values)
            LinearAlgebra.addScaled(continuation - 1, start, to: &shifted.blocks[index].residuals)
        }
        return shifted
    }

    private func size(_ system: FunctionalSystem, _ scales: [Double]) -> Double {
        zip(system.blocks.flatMap(\.residuals.elements), scales).reduce(0) { $0 + $1.0 * $1.0 * $1.1 * $1.1 }.squareRoot()
    }

    private func difference(_ a: ProblemLinearizer.State, _ b: ProblemLinearizer.State) -> Double {
        var (changes, sizes) = (0.0, 0.0)
        for (x, y) in zip(a.blocks, b.blocks) {
            for index in 0..<x.count {
                changes += (x[index] - y[index]) * (x[index] - y[index])
                sizes += x[index] * x[index]
            }
        }
        return (changes / max(sizes, .leastNormalMagnitude)).squareRoot()
    }
}

extension GaussNewton {
    func store(in checkpoint: inout Checkpoint) {
        for (index, jets) in state.blocks.enumerated() { checkpoint.tensors["state\(index)"] = jets }
        if let integrands = state.integrands { checkpoint.tensors["state.integrands"] = integrands }
        checkpoint.tensors["state.parameters"] = Tensor(state.parameters)
        for (index, start) in origin.enumerated() { checkpoint.tensors["origin\(index)"] = start }
        checkpoint.integers["iteration"] = iteration
        checkpoint.integers["newton.stalls"] = stalls
        checkpoint.scalars["residual"] = residual
        checkpoint.scalars["change"] = change
        checkpoint.scalars["continuation"] = continuation
        if let startResidual { checkpoint.scalars["start residual"] = startResidual }
    }

    mutating func restore(_ checkpoint: Checkpoint) throws {
        for index in state.blocks.indices {
            guard let jets = checkpoint.tensors["state\(index)"], jets.shape == state.blocks[index].shape else {
                throw SolverError.checkpointMismatch("its points are others")
            }
            state.blocks[index] = jets
        }
        state.integrands = checkpoint.tensors["state.integrands"] ?? state.integrands
        state.parameters = checkpoint.tensors["state.parameters"]?.elements ?? state.parameters
        origin = system.blocks.indices.compactMap { checkpoint.tensors["origin\($0)"] }
        iteration = checkpoint.integers["iteration"] ?? 0
        stalls = checkpoint.integers["newton.stalls"] ?? 0
        residual = checkpoint.scalars["residual"] ?? 1
        change = checkpoint.scalars["change"] ?? .infinity
        continuation = checkpoint.scalars["continuation"] ?? 1
        startResidual = checkpoint.scalars["start residual"]
        system = linearizer.linearize(at: state).selecting(kept)
    }
}

import Discretization
import NumericsCore
import Problems
import Solving
import TimeIntegration

/// One integration in Fourier modes, as many as the solution asks for.
///
/// Unchecked, because a run belongs to one thread at a time: the stepper hands each run to one task and waits.
final class PeriodicRun: FrozenRun, @unchecked Sendable {
    struct Options: Sendable {
        /// Relative error allowed in one step.
        var tolerance: Double
        var refines: Bool
        /// Along each coordinate.
        var largestCount: Int
        /// Part of the points along each coordinate that this run takes of what others would.
        var share = 1.0

        init(_ settings: FrozenSettings) {
            tolerance = max(settings.tolerance, 1e-14)
            refines = settings.refines
            largestCount = settings.largestModeCount
        }

        /// The second, cheaper run from which the error is estimated: larger steps, and a number of modes of its own.
        var coarser: Options {
            var options = self
            options.tolerance = 10 * tolerance
            options.share = 0.625
            return options
        }
    }

    let equations: FrozenEquations
    let options: Options
    let known: KnownPart
    /// Keeps steps from passing over short changes of given functions of time.
    let forcing: ForcingProfile
    var frames: [FrozenFrame] = []
    var integrator: ETDIntegrator<PeriodicSystem>
    /// Tail of each component along each axis that is allowed because more modes would not have lowered it at the start.
    var allowedTails: [[Double]]
    /// Tail over norm after the last accepted step.
    var worstTail = 0.0
    var hasRoughStart = false
    var isUnderResolved = false

    /// - Parameter start: the first state; the initial data if nil.
    init(_ equations: FrozenEquations, _ options: Options, forcing: ForcingProfile, start: PeriodicStart? = nil) throws {
        self.equations = equations
        self.options = options
        self.forcing = forcing
        let start = try start ?? PeriodicStart(equations, options)
        known = start.known
        hasRoughStart = start.isRough
        allowedTails = start.tails.map { $0.map { 4 * $0 } }
        integrator = ETDIntegrator(
            try Self.system(equations, start.known, start.modes), state: start.state, time: equations.times[0],
            tolerance: options.tolerance)
        record()
    }

    static func system(_ equations: FrozenEquations, _ known: KnownPart, _ modes: FourierModes) throws -> PeriodicSystem {
        do {
            return try PeriodicSystem(equations, known: known, modes: modes)
        } catch let error as EvolutionError {
            throw SolverError.unsupported(term: error.term, because: error.reason, try: nil)
        }
    }

    var modes: FourierModes { integrator.system.modes }
    var accuracy: Double { options.tolerance }
    var isFinished: Bool { frames.count == equations.times.count }
    var time: Double { integrator.time }
    var stepCount: Int { integrator.acceptedSteps }
    var matrixOrder: Int { 0 }

    /// Takes one step, or adds modes in place of one.
    func advance() throws {
        let end = equations.times[frames.count]
        if try step(until: end) == end { record() }
    }

    /// One step towards an instant, or more modes in place of one; the instant reached.
    func step(until end: Double) throws -> Double {
        let reached: Double
        do throws(ETDError) {
            reached = try integrator.propose(until: min(end, time + forcing.longestStep(at: time)))
        } catch { throw failure(error) }
        let crowded = try crowdedAxes()
        if !crowded.isEmpty {
            try refine(crowded)
            return time
        }
        integrator.accept()
        return reached
    }

    /// Axes along which the proposed state needs more modes, and may have them.
    private func crowdedAxes() throws -> [Int] {
        let measured = PeriodicStart.tails(integrator.proposal, modes)
        guard measured.allSatisfy(\.norm.isFinite) else { throw failure(.stepTooSmall(time: time, isFinite: false)) }
        let allowed = PeriodicStart.tailTolerance(options.tolerance, steps: stepCount)
        worstTail = measured.map { $0.norm > 0 ? ($0.tails.max() ?? 0) / $0.norm : 0 }.max() ?? 0
        guard options.refines else { return [] }
        let crowded = (0..<modes.dimension).filter { axis in
            measured.indices.contains {
                measured[$0].tails[axis] > max(allowed * max(measured[$0].norm, integrator.scales[$0]), allowedTails[$0][axis])
            }
        }
        guard options.allows(PeriodicStart.refined(modes, along: crowded)) else {
            isUnderResolved = true
            return []
        }
        return crowded
    }

    private func refine(_ axes: [Int]) throws {
        let finer = PeriodicStart.refined(modes, along: axes)
        try use(finer, state: modes.moved(integrator.state, to: finer))
    }

    /// Goes on in other modes with the clock, steps and scales of the present ones.
    func use(_ modes: FourierModes, state: Tensor<Complex<Double>>) throws {
        let old = integrator
        integrator = ETDIntegrator(
            try Self.system(equations, known, modes), state: state, time: old.time, tolerance: options.tolerance, step: 1)
        integrator.restore(
            state: state, time: old.time, rung: old.ladder.rung, scales: old.scales, accepted: old.acceptedSteps,
            rejected: old.rejectedSteps)
    }

    private func record() {
        let rate = integrator.system.rate(integrator.state, time: time)
        frames.append(frame(time: time, modes: modes, coefficients: integrator.state, rate: rate))
    }

    func frame(
        time: Double, modes: FourierModes, coefficients: Tensor<Complex<Double>>, rate: Tensor<Complex<Double>>
    ) -> FrozenFrame {
        FrozenFrame(
            time: time, expansion: PeriodicExpansion(modes: modes, coefficients: coefficients),
            rate: PeriodicExpansion(modes: modes, coefficients: rate), known: known.offsets, knownTime: max(time, known.earliest))
    }

    private func failure(_ error: ETDError) -> SolverError {
        guard case .stepTooSmall(let time, let isFinite) = error else { preconditionFailure("unknown error") }
        return .diverged(
            field: equations.names.components[0], location: "t = \(time)", step: stepCount,
            likelyKnob: isFinite
                ? "the step needed for `tolerance` has shrunk to nothing: the solution may blow up"
                : "values overflow: the problem may be ill-posed or blow up")
    }
}

extension PeriodicRun.Options {
    /// Most points of a grid, whatever its shape: some 30 arrays of them are held.
    private static let mostPoints = 1 << 21

    func allows(_ modes: FourierModes) -> Bool {
        modes.counts.allSatisfy { $0 <= largestCount } && modes.pointCount <= Self.mostPoints
    }
}

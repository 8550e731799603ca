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
        var largestCount: Int
        /// Part of the points that this run takes of what others would.
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
    /// Tail of each component that is allowed because more modes would not have lowered it at the start.
    var allowedTails: [Double]
    /// Tail over norm after the last accepted step.
    var worstTail = 0.0
    var hasRoughStart = false
    var isUnderResolved = false

    /// Points to start with.
    private static let fewest = 32.0
    /// Most points that initial data which are not smooth may ask for.
    private static let mostForRoughData = 2048
    /// Points at which initial data are sampled.
    private static let samples = 16384

    init(_ equations: FrozenEquations, _ options: Options, forcing: ForcingProfile) throws {
        self.equations = equations
        self.options = options
        self.forcing = forcing
        let (lower, upper) = equations.coordinate
        let finest = FourierModes(lower: [lower], lengths: [upper - lower], counts: [Self.samples])
        known = KnownPart(equations, coefficients: try SingularFit(equations).coefficients(in: finest))
        let data = Self.spectrum(try equations.initialValues(at: finest.points(along: 0), known: known), finest)
        let start = Self.startingModes(data, finest, options)
        hasRoughStart = start.isRough
        let state = finest.moved(data, to: start.modes)
        allowedTails = start.tails
        integrator = ETDIntegrator(
            PeriodicSystem(equations, known: known, modes: start.modes), state: state, time: equations.times[0],
            tolerance: options.tolerance)
        record()
    }

    var modes: FourierModes { integrator.system.modes }
    var isFinished: Bool { frames.count == equations.times.count }
    var time: Double { integrator.time }
    var stepCount: Int { integrator.acceptedSteps }

    /// Coefficients of grid values, [component][mode].
    static func spectrum(_ values: [[Double]], _ modes: FourierModes) -> Tensor<Complex<Double>> {
        let transform = RealFourierTransform(shape: modes.counts)
        let scale = 1 / Double(modes.pointCount)
        let rows = values.flatMap { row in
            transform.forward(Tensor(row)).elements.map { Complex($0.real * scale, $0.imaginary * scale) }
        }
        return Tensor(shape: [values.count] + modes.shape, elements: rows)
    }

    /// Modes that hold the data, or that a slowly falling spectrum is cut off at.
    private static func startingModes(
        _ data: Tensor<Complex<Double>>, _ finest: FourierModes, _ options: Options
    ) -> (modes: FourierModes, tails: [Double], isRough: Bool) {
        var modes = finest.resized([Dealiasing.smoothEvenCount(atLeast: Int(fewest * options.share))])
        let limit = min(options.largestCount, Int(Double(mostForRoughData) * options.share))
        while true {
            let measured = tails(finest.moved(data, to: modes), modes)
            let allowed = tailTolerance(options.tolerance, steps: 0)
            let isResolved = measured.allSatisfy { $0.tail <= allowed * $0.norm }
            let next = refined(modes.counts[0])
            if isResolved || next > limit || !options.refines {
                return (modes, measured.map { 4 * $0.tail }, !isResolved)
            }
            modes = modes.resized([next])
        }
    }

    static func tails(_ state: Tensor<Complex<Double>>, _ modes: FourierModes) -> [(tail: Double, norm: Double)] {
        let (tail, count) = (SpectralTail(modes), modes.storedCount)
        return state.withUnsafeBufferPointer { buffer in
            (0..<state.count / count).map { component in
                let found = tail.measure(UnsafeBufferPointer(rebasing: buffer[component * count..<(component + 1) * count]))
                return (found.tails[0], found.total)
            }
        }
    }

    /// Part of a norm that the last sixth of the modes may hold; rounding adds up like a random walk.
    static func tailTolerance(_ tolerance: Double, steps: Int) -> Double {
        max(0.1 * tolerance, 2e-14 * (1 + Double(steps).squareRoot()))
    }

    static func refined(_ count: Int) -> Int {
        Dealiasing.smoothEvenCount(atLeast: count % 3 == 0 ? count / 3 * 4 : count * 3 / 2)
    }

    /// Takes one step, or adds modes in place of one.
    func advance() throws {
        let end = equations.times[frames.count]
        let reached: Double
        do throws(ETDError) {
            reached = try integrator.propose(until: min(end, time + forcing.longestStep(at: time)))
        } catch { throw failure(error) }
        if try needsModes() { return refine() }
        integrator.accept()
        if reached == end { record() }
    }

    private func needsModes() throws -> Bool {
        let measured = Self.tails(integrator.proposal, modes)
        guard measured.allSatisfy(\.norm.isFinite) else { throw failure(.stepTooSmall(time: time, isFinite: false)) }
        let allowed = Self.tailTolerance(options.tolerance, steps: stepCount)
        worstTail = measured.map { $0.norm > 0 ? $0.tail / $0.norm : 0 }.max() ?? 0
        let isCrowded = measured.indices.contains {
            measured[$0].tail > max(allowed * max(measured[$0].norm, integrator.scales[$0]), allowedTails[$0])
        }
        guard options.refines, isCrowded else { return false }
        guard Self.refined(modes.counts[0]) <= options.largestCount else {
            isUnderResolved = true
            return false
        }
        return true
    }

    private func refine() {
        let finer = modes.resized([Self.refined(modes.counts[0])])
        use(finer, state: modes.moved(integrator.state, to: finer))
    }

    /// Goes on in other modes with the clock, steps and scales of the present ones.
    func use(_ modes: FourierModes, state: Tensor<Complex<Double>>) {
        let old = integrator
        integrator = ETDIntegrator(
            PeriodicSystem(equations, known: known, modes: modes), state: state, time: old.time, tolerance: options.tolerance, step: 1)
        integrator.restore(
            state: state, time: old.time, rung: old.ladder.rung, scales: old.scales, accepted: old.acceptedSteps,
            rejected: old.rejectedSteps)
    }

    private func record() {
        frames.append(frame(time: time, modes: modes, coefficients: integrator.state))
    }

    func frame(time: Double, modes: FourierModes, coefficients: Tensor<Complex<Double>>) -> FrozenFrame {
        FrozenFrame(
            time: time, expansion: PeriodicExpansion(modes: modes, coefficients: coefficients), known: known.offsets,
            knownTime: max(time, known.earliest))
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

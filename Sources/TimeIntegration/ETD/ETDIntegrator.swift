import NumericsCore

/// ETDRK4 with step doubling and local extrapolation: adaptive, landing exactly on given times.
///
/// A step is taken once with h and twice with h/2; their difference over 15 estimates the error of the halves and is added to
/// them, which makes the result fifth order. The embedded third-order estimate (the exponential analogue of
/// h/10 (N(u+) - N(c))) needs as many evaluations of N for errors of 1e-9 of Korteweg-de Vries, but 1.5 times as many for
/// errors of 3e-9 of Kuramoto-Sivashinsky, and step doubling keeps the error in proportion to the tolerance.
public struct ETDIntegrator<System: ModalSystem> {
    public private(set) var system: System
    /// State [component][mode…] and time reached.
    public private(set) var state: Tensor<Complex<Double>>
    public private(set) var time: Double
    /// Step size tried next, unless a landing time is nearer.
    public private(set) var ladder: StepLadder
    /// Largest norm so far of each component: what errors are relative to.
    public private(set) var scales: [Double]
    public private(set) var acceptedSteps = 0
    public private(set) var rejectedSteps = 0
    public let tolerance: Double
    /// Steps of this size are taken without looking at errors; nil adapts them.
    public let fixedStep: Double?

    var cache: ETDCoefficientCache
    var stepper: ETDRK4
    var rate, middleRate, coarse, middle, candidate: Tensor<Complex<Double>>
    /// Multiplicities of all modes, then those of the highest ones only.
    let weights: [Double]
    var rateIsCurrent = false
    var pendingTime: Double?

    /// - Parameters:
    ///   - tolerance: error of a step in the L2 norm, relative to the largest norm of the component so far.
    ///   - step: first step tried; nil derives one from the nonlinear term.
    ///   - fixedStep: the size of all steps but those that land on a time; nil for steps by the tolerance.
    public init(
        _ system: System, state: Tensor<Complex<Double>>, time: Double, tolerance: Double, step: Double? = nil,
        fixedStep: Double? = nil
    ) {
        self.system = system
        self.state = state
        self.time = time
        self.fixedStep = fixedStep
        // Differences of two results cannot resolve less than a few units of round-off.
        self.tolerance = max(tolerance, 64 * Double.ulpOfOne)
        cache = ETDCoefficientCache(linear: system.linear)
        weights = system.multiplicities + system.highestModes
        stepper = ETDRK4(shape: state.shape)
        (rate, middleRate, coarse, middle, candidate) = (state, state, state, state, state)
        scales = Self.norms(state, system)
        ladder = StepLadder(rung: 0)
        ladder = StepLadder(notAbove: step ?? firstStep())
    }

    /// Continues from saved values; bit for bit as without interruption.
    public mutating func restore(
        state: Tensor<Complex<Double>>, time: Double, rung: Int, scales: [Double], accepted: Int, rejected: Int
    ) {
        self.state = state
        self.time = time
        self.scales = scales
        ladder = StepLadder(rung: rung)
        (acceptedSteps, rejectedSteps) = (accepted, rejected)
        rateIsCurrent = false
        pendingTime = nil
    }

    /// Starts another integration of the same system; coefficients of step sizes are kept. What follows depends on the state
    /// and time given alone.
    public mutating func restart(state: Tensor<Complex<Double>>, time: Double) {
        overwrite(state, time: time)
        scales = Self.norms(state, system)
        (acceptedSteps, rejectedSteps) = (0, 0)
        ladder = StepLadder(notAbove: firstStep())
    }

    /// Puts a state in place of the present one.
    public mutating func overwrite(_ state: Tensor<Complex<Double>>, time: Double) {
        self.state = state
        self.time = time
        rateIsCurrent = false
        pendingTime = nil
    }

    /// Norm of N against the norm of u gives the time scale; the fifth root of the tolerance the part of it.
    private mutating func firstStep() -> Double {
        guard system.hasNonlinearTerm else { return 1 }
        updateRate()
        let ratios = zip(Self.norms(rate, system), scales).map { $0 / max($1, Double.leastNormalMagnitude) }
        let fastest = ratios.filter(\.isFinite).max() ?? 1
        let step = 0.1 * .pow(tolerance, 0.2) / max(fastest, 1e-6)
        return min(max(step, 1e-12), 1)
    }

    mutating func updateRate() {
        if !rateIsCurrent { system.evaluateNonlinearTerm(state, time: time, into: &rate) }
        rateIsCurrent = true
    }

    /// Finds a step, not beyond `end`, whose error is acceptable, and leaves its result in `proposal` without taking it.
    /// Throws `ETDError` when steps become too small.
    /// - Returns: the time the proposal belongs to.
    public mutating func propose(until end: Double) throws(ETDError) -> Double {
        guard system.hasNonlinearTerm else { return proposeLinear(end) }
        updateRate()
        while true {
            let wished = fixedStep ?? ladder.step
            // A remainder at round-off level would be a step of its own otherwise.
            let isLanding = wished >= (end - time) * (1 - 1e-9)
            let step = isLanding ? end - time : wished
            let error = attempt(step)
            if fixedStep != nil {
                guard error.isFinite else { throw ETDError.stepTooSmall(time: time, isFinite: false) }
                pendingTime = isLanding ? end : time + step
                return pendingTime!
            }
            let factor = error > 0 ? 0.9 * Double.pow(error, -0.2) : 4
            if error <= 1 {
                adjustAfterSuccess(factor, isLanding: isLanding, step: step)
                pendingTime = isLanding ? end : time + step
                return pendingTime!
            }
            rejectedSteps += 1
            let wanted = step * (factor.isFinite && error.isFinite ? max(factor, 0.1) : 0.25)
            guard wanted > 1e-13 * max(abs(time), abs(end)), wanted > 1e-300 else {
                throw ETDError.stepTooSmall(time: time, isFinite: error.isFinite)
            }
            ladder = StepLadder(notAbove: wanted)
        }
    }

    private mutating func adjustAfterSuccess(_ factor: Double, isLanding: Bool, step: Double) {
        let wanted = StepLadder(notAbove: step * min(factor, 4)).rung
        if isLanding {
            // A landing step says nothing about how large the next may be, only whether the last one was too large.
            ladder.rung = factor < 1 ? min(ladder.rung, wanted) : ladder.rung
        } else {
            ladder.rung = min(wanted, ladder.rung + 2)
        }
    }

    private mutating func proposeLinear(_ end: Double) -> Double {
        let coefficients = cache.coefficients(step: end - time)
        // Without N its weights multiply zeros; the exponential alone is the exact solution.
        coarse.withUnsafeMutableBufferPointer { $0.update(repeating: Complex(0, 0)) }
        coefficients.full.combine(state, coefficients.first, coarse, into: &candidate)
        pendingTime = end
        return end
    }

    /// The result of `propose`, [component][mode…].
    public var proposal: Tensor<Complex<Double>> { candidate }

    /// Takes the proposed step.
    public mutating func accept() {
        guard let reached = pendingTime else { preconditionFailure("nothing was proposed") }
        swap(&state, &candidate)
        system.regularise(&state)
        time = reached
        pendingTime = nil
        rateIsCurrent = false
        acceptedSteps += 1
        for (component, norm) in Self.norms(state, system).enumerated() { scales[component] = max(scales[component], norm) }
    }

    /// Tries one step; the extrapolated result is left in `candidate`.
    /// - Returns: the error over the tolerance; not finite if the step blew up.
    private mutating func attempt(_ step: Double) -> Double {
        let whole = cache.coefficients(step: step)
        let half = cache.coefficients(step: step / 2)
        stepper.advance(state, rate: rate, time: time, half, system, into: &middle)
        system.evaluateNonlinearTerm(middle, time: time + step / 2, into: &middleRate)
        stepper.advance(middle, rate: middleRate, time: time + step / 2, half, system, into: &candidate)
        stepper.advance(state, rate: rate, time: time, whole, system, into: &coarse)
        return extrapolate()
    }
}

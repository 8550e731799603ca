import NumericsCore
import Problems
import Solving
import TimeIntegration

/// One integration with random features in windows along each of several coordinates, as many as the solution asks for.
///
/// Matrices of a step are dense in all unknowns, so few functions with many digits are wanted: each coordinate begins with a few functions in one window,
/// gets more of them where the solution asks for it, and only then more windows.
///
/// Unchecked, because a run belongs to one thread at a time: the stepper hands each run to one task and waits.
final class TensorRun: FrozenRun, @unchecked Sendable {
    let equations: FrozenEquations
    let options: WindowOptions
    /// Keeps steps from passing over short changes of given functions of time.
    let forcing: ForcingProfile
    /// All functions of a window; each axis takes the first of them.
    let modes: WindowModes
    let program: WindowProgram
    let highestOrder: Int
    var axes: [TensorAxis]
    var system: TensorSystem?
    var integrator: RadauIIA?
    var frames: [FrozenFrame] = []
    /// Largest root mean square so far of each component; the measure of its errors.
    var scales: [Double] = []
    /// Tail over tolerance of the worst window after the last step.
    var worstTail = 0.0
    var refinements = 0
    /// True once more functions would have been needed than allowed.
    var isUnderResolved = false

    /// Functions in a window to start with.
    private static let fewest = 8
    /// Most unknowns, whose dense matrices are factored in seconds.
    private static let mostUnknowns = 3000

    /// - Parameter modes: the functions of a window; drawn if nil.
    init(_ equations: FrozenEquations, _ options: WindowOptions, forcing: ForcingProfile, modes: WindowModes? = nil) throws {
        self.equations = equations
        self.options = options
        self.forcing = forcing
        highestOrder = equations.highestOrder
        let modes = try modes ?? WindowModes(
            options.function, bandwidth: options.wideBandwidth, order: highestOrder, spare: options.spare, seed: options.seed,
            draw: options.draw)
        self.modes = modes
        program = WindowProgram(equations, known: KnownPart(equations, coefficients: []), driven: [])
        let (first, order) = (options.refines ? modes.prefix(Self.fewest - options.omitted) : modes, highestOrder)
        axes = try equations.coordinates.enumerated().map { axis, coordinate in
            let breaks = (0...options.windows).map { coordinate.lower + coordinate.length * Double($0) / Double(options.windows) }
            return try TensorAxis(equations, axis: axis, modes: first, breaks: breaks, order: order)
        }
    }

    var accuracy: Double { options.tolerance }
    var isFinished: Bool { frames.count == equations.times.count }
    var time: Double { integrator?.time ?? equations.times[0] }
    var stepCount: Int { integrator?.counts.steps ?? 0 }
    var matrixOrder: Int { system?.order ?? 0 }
    var volume: Double { axes.reduce(1) { $0 * $1.length } }

    func advance() throws {
        guard integrator != nil else { return try start() }
        let target = equations.times[frames.count]
        try step(until: target, longest: (target - equations.times[frames.count - 1]) / Double(options.stepsPerOutput))
        if integrator!.time == target { try record() }
    }

    /// One step towards an instant, with what it asks of the windows.
    func step(until target: Double, longest: Double) throws {
        integrator!.maximumStep = min(longest, forcing.longestStep(at: time))
        do {
            try integrator!.step(until: target)
            try adaptAfterStep()
        } catch let error as IntegrationError {
            throw options.worded(error, equations, step: stepCount)
        }
    }

    private func start() throws {
        let coefficients = try resolveInitialData()
        scales = WindowRun.known(norms(coefficients))
        let system = TensorSystem(equations, program, axes)
        self.system = system
        let range = equations.form.timeRange
        integrator = RadauIIA(
            system: system, stages: options.stages, tolerance: options.stepTolerances, time: range.lowerBound,
            state: system.unknowns(coefficients), firstStep: (range.upperBound - range.lowerBound) * options.firstStep)
        integrator!.setAbsoluteTolerance(absoluteTolerance)
        try record()
    }

    /// Raises the number of functions until they hold the initial data, whose coefficients are returned.
    private func resolveInitialData() throws -> [Tensor<Double>] {
        let known = KnownPart(equations, coefficients: [])
        while true {
            let values = try equations.initialValues(at: TensorSystem.points(axes), known: known)
            let coefficients = TensorSystem.projected(values, axes)
            guard options.refines else { return coefficients }
            let scales = WindowRun.known(norms(coefficients))
            guard try refine(ratios(coefficients, scales: scales)) else { return coefficients }
        }
    }

    /// More functions, or windows, where tails are too large; false if nothing was changed.
    func refine(_ ratios: [[Double]]) throws -> Bool {
        worstTail = ratios.flatMap { $0 }.max() ?? 0
        guard worstTail > 1 else { return false }
        let finer = try axes.enumerated().map { axis, own in
            let crowded = ratios[axis].indices.filter { ratios[axis][$0] > 1 }
            if crowded.isEmpty { return own }
            let count = own.layout.modes.count
            var (functions, breaks) = (own.layout.modes, own.layout.breaks)
            if count < modes.count {
                functions = modes.prefix(options.grown(count))
            } else {
                breaks = own.layout.halving(Set(crowded))
            }
            return try TensorAxis(equations, axis: axis, modes: functions, breaks: breaks, order: highestOrder)
        }
        let unknowns = equations.componentCount * finer.reduce(1) { $0 * $1.constraints[0].free.shape[1] }
        guard unknowns <= min(options.largestCount, Self.mostUnknowns) else {
            isUnderResolved = true
            return false
        }
        axes = finer
        return true
    }

    func record() throws {
        let rate = system!.coefficientRates(integrator!.state, time: time, equations)
        frames.append(frame(time: time, axes, system!.coefficients(integrator!.state, time: time, equations), rate: rate))
    }

    func frame(time: Double, _ axes: [TensorAxis], _ coefficients: [Tensor<Double>], rate: [Tensor<Double>]) -> FrozenFrame {
        let layouts = axes.map(\.layout)
        return FrozenFrame(
            time: time, expansion: TensorExpansion(layouts: layouts, coefficients: coefficients),
            rate: TensorExpansion(layouts: layouts, coefficients: rate), known: coefficients.map { _ in .zero }, knownTime: time)
    }

    /// Absolute tolerance of each unknown: functions are orthonormal, so errors of all of them together weigh as the error in the box does.
    var absoluteTolerance: [Double] {
        let system = system!
        let share = (volume / Double(system.order) * Double(equations.componentCount)).squareRoot()
        return (0..<equations.componentCount).flatMap { component in
            [Double](
                repeating: options.stepTolerance * scales[component] * share,
                count: system.starts[component + 1] - system.starts[component])
        }
    }
}

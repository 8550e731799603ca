import Expressions
import NumericsCore
import Problems
import Solving
import TimeIntegration

/// One integration with random features in windows, placed as the solution asks for it.
///
/// Unchecked, because a run belongs to one thread at a time: the stepper hands each run to one task and waits.
final class WindowRun: FrozenRun, @unchecked Sendable {
    let equations: FrozenEquations
    let options: WindowOptions
    let mirror: WindowMirror?
    let modes: WindowModes
    let known: KnownPart
    /// Keeps steps from passing over short changes of given functions of time.
    let forcing: ForcingProfile
    private let program: WindowProgram
    private let conditions: [FrozenEquations.SideCondition]
    var layout: WindowLayout
    var system: WindowSystem?
    var integrator: RadauIIA?
    var frames: [FrozenFrame] = []
    /// Largest root mean square so far of each component; the measure of its errors.
    var scales: [Double] = []
    /// Tail over tolerance of the worst window after the last step.
    var worstTail = 0.0
    var divisions = 0
    var merges = 0
    var stepsSinceChange = 0
    /// True once shorter windows or more of them would have been needed than allowed.
    var isUnderResolved = false
    /// True if the initial data need shorter windows than allowed.
    var hasRoughStart = false

    /// - Parameters:
    ///   - modes: the functions of a window; drawn if nil.
    ///   - singular: coefficients of the singular functions; found from the initial data if nil.
    init(
        _ equations: FrozenEquations, _ options: WindowOptions, mirror: WindowMirror?, forcing: ForcingProfile, modes: WindowModes? = nil,
        singular: [[Double]]? = nil
    ) throws {
        self.equations = equations
        self.options = options
        self.mirror = mirror
        self.forcing = forcing
        let modes = try modes ?? WindowModes(
            options.function, bandwidth: options.bandwidth, order: equations.highestOrder, spare: options.spare, seed: options.seed, draw: options.draw)
        self.modes = modes
        let lower = mirror?.centre ?? equations.range.lower
        let upper = equations.range.upper
        let breaks = (0...options.windows).map { lower + (upper - lower) * Double($0) / Double(options.windows) }
        layout = WindowLayout(modes: modes, breaks: breaks, componentCount: equations.componentCount)
        known = KnownPart(equations, coefficients: try singular ?? SingularFit(equations).coefficients(in: modes))
        conditions = Self.conditions(equations, known, mirror)
        program = WindowProgram(equations, known: known, driven: conditions.map(\.data).filter { !$0.isZero })
    }

    /// The conditions at the ends of the windows' range.
    private static func conditions(
        _ equations: FrozenEquations, _ known: KnownPart, _ mirror: WindowMirror?
    ) -> [FrozenEquations.SideCondition] {
        guard let mirror else { return known.sides }
        let middle = mirror.conditions(smoothness: equations.orders[0], isUpper: false)
        let end = equations.isPeriodic
            ? mirror.conditions(smoothness: equations.orders[0], isUpper: true) : known.sides.filter(\.isUpper)
        return end + middle
    }

    var accuracy: Double { options.tolerance }
    var isFinished: Bool { frames.count == equations.times.count }
    var time: Double { integrator?.time ?? equations.times[0] }
    var stepCount: Int { integrator?.counts.steps ?? 0 }
    var matrixOrder: Int { system.map { $0.mass.banded == nil ? $0.order : 0 } ?? 0 }
    /// Coefficients of the functions in windows now.
    var coefficients: Tensor<Double> { system!.coefficients(integrator!.state, time: time) }

    func makeSystem(_ layout: WindowLayout) throws -> WindowSystem {
        let basis = try WindowBasis(
            layout, smoothness: equations.orders[0], wraps: equations.isPeriodic && mirror == nil, conditions: conditions)
        return WindowSystem(program, layout, basis)
    }

    func advance() throws {
        guard integrator != nil else { return try start() }
        let target = equations.times[frames.count]
        try step(until: target, longest: (target - equations.times[frames.count - 1]) / Double(options.stepsPerOutput))
        if integrator!.time == target { record() }
    }

    /// One step towards an instant, with what it asks of the windows.
    func step(until target: Double, longest: Double) throws {
        integrator!.maximumStep = min(longest, forcing.longestStep(at: time))
        do {
            try integrator!.step(until: target)
            try adaptAfterStep()
        } catch let error as IntegrationError {
            throw options.worded(
                error, equations, step: stepCount) { [system] in system?.basis.components[$0] ?? 0 }
        }
    }

    private func start() throws {
        let values = try resolveInitialData()
        let system = try makeSystem(layout)
        let raw = layout.projection(values)
        scales = try sizes(raw)
        let range = equations.form.timeRange
        self.system = system
        integrator = RadauIIA(
            system: system, stages: options.stages, tolerance: options.stepTolerances, time: range.lowerBound, state: system.unknowns(raw),
            firstStep: (range.upperBound - range.lowerBound) * options.firstStep)
        integrator!.setAbsoluteTolerance(absoluteTolerance)
        record()
    }

    func record() {
        let rate = system!.coefficientRates(integrator!.state, time: time)
        frames.append(frame(time: time, layout, coefficients: coefficients, rate: rate))
    }

    func frame(time: Double, _ layout: WindowLayout, coefficients: Tensor<Double>, rate: Tensor<Double>) -> FrozenFrame {
        FrozenFrame(
            time: time, expansion: WindowExpansion(layout: layout, coefficients: coefficients, mirror: mirror),
            rate: WindowExpansion(layout: layout, coefficients: rate, mirror: mirror), known: known.offsets,
            knownTime: max(time, known.earliest))
    }

    /// Absolute tolerance of each unknown: functions are orthonormal, so errors of all of them together weigh as the error in the
    /// range does.
    var absoluteTolerance: [Double] {
        let system = system!
        let length = (layout.breaks[layout.windowCount] - layout.breaks[0]).squareRoot()
        let share = length / Double(system.order).squareRoot()
        return system.basis.components.map { options.stepTolerance * scales[$0] * share }
    }

    /// Sizes of components at the start, of u with its known part: what is left beside that may be next to nothing.
    func sizes(_ raw: Tensor<Double>) throws -> [Double] {
        var norms = layout.norms(raw)
        guard !known.offsets.allSatisfy(\.isZero) else { return Self.known(norms) }
        let (weights, length) = (layout.weights, layout.breaks[layout.windowCount] - layout.breaks[0])
        for (component, values) in try equations.values(of: known.offsets, at: layout.points, time: known.earliest).enumerated() {
            let square = zip(values, weights).reduce(0) { $0 + $1.1 * $1.0 * $1.0 } / length
            norms[component] = max(norms[component], square.squareRoot())
        }
        return Self.known(norms)
    }

    /// Sizes of components; one that is still zero is measured by the others.
    static func known(_ norms: [Double]) -> [Double] {
        let largest = norms.max() ?? 0
        return norms.map { max($0, 1e-3 * largest) }.map { $0 > 0 ? $0 : 1 }
    }
}

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

    init(_ equations: FrozenEquations, _ options: WindowOptions, mirror: WindowMirror?, forcing: ForcingProfile) throws {
        self.equations = equations
        self.options = options
        self.mirror = mirror
        self.forcing = forcing
        let highest = max(equations.orders.max() ?? 0, equations.sides.flatMap(\.terms).map(\.order).max() ?? 0)
        modes = try WindowModes(
            options.function, bandwidth: options.bandwidth, order: highest, spare: options.spare, seed: options.seed, draw: options.draw)
        let lower = mirror?.centre ?? equations.coordinate.lower
        let upper = equations.coordinate.upper
        let breaks = (0...options.windows).map { lower + (upper - lower) * Double($0) / Double(options.windows) }
        layout = WindowLayout(modes: modes, breaks: breaks, componentCount: equations.componentCount)
        known = KnownPart(equations, coefficients: try SingularFit(equations).coefficients(in: modes))
        conditions = Self.conditions(equations, known, mirror)
        program = WindowProgram(equations, known: known, driven: conditions.map(\.data).filter { !$0.isZero })
    }

    /// The conditions at the ends of the windows' range.
    private static func conditions(
        _ equations: FrozenEquations, _ known: KnownPart, _ mirror: WindowMirror?
    ) -> [FrozenEquations.SideCondition] {
        guard let mirror else { return known.sides }
        let middle = mirror.conditions(smoothness: equations.orders, isUpper: false)
        let end = equations.isPeriodic
            ? mirror.conditions(smoothness: equations.orders, isUpper: true) : known.sides.filter(\.isUpper)
        return end + middle
    }

    var isFinished: Bool { frames.count == equations.times.count }
    var time: Double { integrator?.time ?? equations.times[0] }
    var stepCount: Int { integrator?.counts.steps ?? 0 }
    /// Coefficients of the functions in windows now.
    var coefficients: Tensor<Double> { system!.coefficients(integrator!.state, time: time) }

    func makeSystem(_ layout: WindowLayout) throws -> WindowSystem {
        let constraints = try WindowConstraints(
            layout, smoothness: equations.orders, wraps: equations.isPeriodic && mirror == nil, conditions: conditions)
        return WindowSystem(program, layout, constraints)
    }

    func advance() throws {
        guard integrator != nil else { return try start() }
        let target = equations.times[frames.count]
        integrator!.maximumStep = min(
            (target - equations.times[frames.count - 1]) / Double(options.stepsPerOutput), forcing.longestStep(at: time))
        do {
            try integrator!.step(until: target)
            try adaptAfterStep()
        } catch let error as IntegrationError {
            throw worded(error)
        }
        if integrator!.time == target { record() }
    }

    private func start() throws {
        let values = try resolveInitialData()
        let system = try makeSystem(layout)
        let raw = layout.projection(values)
        scales = try sizes(raw)
        let range = equations.form.timeRange
        self.system = system
        integrator = RadauIIA(
            system: system, stages: options.stages, tolerance: tolerance, time: range.lowerBound, state: system.unknowns(raw),
            firstStep: (range.upperBound - range.lowerBound) * options.firstStep)
        integrator!.setAbsoluteTolerance(absoluteTolerance)
        record()
    }

    func record() {
        frames.append(FrozenFrame(
            time: time, expansion: WindowExpansion(layout: layout, coefficients: coefficients, mirror: mirror), known: known.offsets,
            knownTime: max(time, known.earliest)))
    }

    /// Errors of steps add up and steepening amplifies them, so a step may take a tenth of the tolerance.
    private var stepTolerance: Double { 0.1 * options.tolerance }
    var tolerance: ErrorTolerance { ErrorTolerance(relative: stepTolerance, absolute: [stepTolerance]) }

    /// Absolute tolerance of each unknown: functions are orthonormal, so errors of all of them together weigh as the error in the
    /// range does.
    var absoluteTolerance: [Double] {
        let system = system!
        let length = (layout.breaks[layout.windowCount] - layout.breaks[0]).squareRoot()
        let share = length / Double(system.order).squareRoot()
        return system.constraints.components.map { stepTolerance * scales[$0] * share }
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

    private func worded(_ error: IntegrationError) -> SolverError {
        let name = equations.names.components[0]
        switch error {
        case .stepTooSmall(let time, _):
            return .diverged(
                field: name, location: "t = \(time)", step: stepCount,
                likelyKnob: "the solution becomes singular, or the tolerance \(options.tolerance) cannot be met")
        case .notFinite(let time, let unknown):
            return .diverged(
                field: equations.names.components[system?.constraints.components[unknown] ?? 0], location: "t = \(time)", step: stepCount,
                likelyKnob: "a formula has no finite value there")
        case .singular(let time): return .singular(what: "the system of a step at t = \(time)")
        case .checkpointMismatch(let reason): return .checkpointMismatch(reason)
        }
    }
}

import Discretization
import NumericsCore
import Problems
import Solving
import TimeIntegration

/// One integration of a problem in time, with its elements placed as the solution asks for them.
///
/// Unchecked, because a run belongs to one thread at a time: the stepper hands each run to one task and waits.
final class EvolutionRun: @unchecked Sendable {
    /// The state at an output time.
    struct Frame: Sendable {
        var time: Double
        var layout: CollocationLayout
        var state: Tensor<Double>
    }

    let setup: EvolutionSetup
    let options: EvolutionOptions
    /// Keeps steps from passing over short changes of given functions of time.
    let forcing: ForcingProfile
    /// Places of the data that there must be points for.
    let peaks: [DataPeak]
    var axes: [AxisDiscretization]
    var integrator: EvolutionIntegrator?
    var frames: [Frame] = []
    /// Largest value so far of each component; the measure of its errors.
    var scales: [Double] = []
    var resolution = ElementResolution()
    /// Tail over tolerance of the worst element after the last step.
    var worstTail = 0.0
    /// Changes of the mesh so far, and steps since the last one.
    var divisions = 0
    var merges = 0
    var stepsSinceChange = 0
    /// True once more points would have been needed than allowed.
    var isUnderResolved = false

    init(_ setup: EvolutionSetup, _ options: EvolutionOptions, forcing: ForcingProfile, peaks: [DataPeak]) {
        self.peaks = peaks
        self.setup = setup
        self.forcing = forcing
        self.options = options
        axes = setup.axes(points: options.points, elements: options.elements)
    }

    var isFinished: Bool { frames.count == setup.times.count }
    var time: Double { integrator?.time ?? setup.times[0] }

    /// Elements along each axis; points along a periodic one.
    var elementCounts: [Int] { axes.map { $0.isPeriodic ? $0.residualPointsPerElement : $0.elementCount } }

    /// Takes one time step, or makes the initial state.
    /// - Throws: `SolverError`.
    func advance() throws {
        guard integrator != nil else { return try start() }
        let target = setup.times[frames.count]
        integrator!.maximumStep = min(
            (target - setup.times[frames.count - 1]) / Double(options.stepsPerOutput), forcing.longestStep(at: time))
        do {
            try integrator!.step(until: target)
            try adaptAfterStep()
        } catch let error as IntegrationError {
            throw worded(error)
        } catch DiscretizationError.unsupported(let term, let reason) {
            throw SolverError.unsupported(term: term, because: reason, try: nil)
        } catch DiscretizationError.singular(let what) {
            throw SolverError.singular(what: what)
        }
        if integrator!.time == target { record() }
    }

    /// Finds elements that resolve the initial data, and a state that satisfies all constraints.
    private func start() throws {
        do {
            try resolveInitialData()
        } catch let error as IntegrationError {
            throw worded(error)
        } catch DiscretizationError.unsupported(let term, let reason) {
            throw SolverError.unsupported(term: term, because: reason, try: nil)
        } catch DiscretizationError.singular(let what) {
            throw SolverError.singular(what: what)
        }
        record()
    }

    private func resolveInitialData() throws {
        while true {
            let begun = try EvolutionIntegrator(
                setup, axes: axes, options: options, tolerance: { self.updateScales($0); return self.tolerance },
                time: setup.times[0], start: setup.initialState, firstStep: firstStep)
            integrator = begun
            integrator!.setAbsoluteTolerance(absoluteTolerance(begun.layout))
            guard options.adapts, try refineInitially() || refineWhereDataAreMissed() else { return }
        }
    }

    private var firstStep: Double {
        (setup.times[setup.times.count - 1] - setup.times[0]) * options.firstStep
    }

    private func record() {
        frames.append(Frame(time: integrator!.time, layout: integrator!.layout, state: integrator!.state))
    }

    /// Errors of steps add up and steepening amplifies them, so a step may take a tenth of the tolerance.
    var stepTolerance: Double { 0.1 * options.tolerance }

    /// Relative tolerance; the absolute one is set by unknown.
    var tolerance: ErrorTolerance { ErrorTolerance(relative: stepTolerance, absolute: [stepTolerance]) }

    /// Absolute tolerance of each unknown: the relative one times the size of its component.
    func absoluteTolerance(_ layout: CollocationLayout) -> [Double] {
        var absolute = Array(repeating: stepTolerance, count: layout.count)
        for component in 0..<layout.componentCount {
            let total = layout.shape(of: component).reduce(1, *)
            for position in 0..<total {
                absolute[layout.index(of: component, at: position)] = stepTolerance * scales[component]
            }
        }
        return absolute
    }

    /// Raises the scales; true if one has grown so much that tolerances should follow.
    @discardableResult
    func updateScales(_ current: [Double]) -> Bool {
        let largest = current.max() ?? 0
        // A component that is still zero is measured by the others.
        let known = current.map { $0 > 1e-3 * largest ? $0 : max($0, 1e-3 * largest) }.map { $0 > 0 ? $0 : 1 }
        guard !scales.isEmpty else {
            scales = known
            return true
        }
        guard zip(known, scales).contains(where: { $0 > 2 * $1 }) else { return false }
        scales = zip(known, scales).map(max)
        return true
    }

    private func worded(_ error: IntegrationError) -> SolverError {
        switch error {
        case .stepTooSmall(let time, _):
            .diverged(
                field: worstField, location: "t = \(time)", step: integrator?.steps ?? 0,
                likelyKnob: "the solution becomes singular, or the tolerance \(options.tolerance) cannot be met")
        case .notFinite(let time, let unknown):
            .diverged(
                field: field(of: unknown), location: "t = \(time)", step: integrator?.steps ?? 0,
                likelyKnob: "a formula has no finite value there")
        case .singular(let time):
            .singular(what: "the system of a step at t = \(time): the conditions do not determine every unknown, or demand one twice")
        case .checkpointMismatch(let reason): .checkpointMismatch(reason)
        }
    }

    private var worstField: String { setup.form.components.first?.name ?? "" }

    private func field(of unknown: Int) -> String {
        guard let layout = integrator?.layout else { return worstField }
        let component = (0..<layout.componentCount).first { component in
            (0..<layout.shape(of: component).reduce(1, *)).contains { layout.index(of: component, at: $0) == unknown }
        }
        return component.map { setup.form.components[$0].name } ?? worstField
    }
}

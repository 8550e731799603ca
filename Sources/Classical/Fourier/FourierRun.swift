import Discretization
import NumericsCore
import Problems
import Solving
import TimeIntegration

/// One integration of a periodic problem over all output times, with its own resolution and steps.
///
/// Used by one thread at a time; two runs share nothing and may advance side by side.
final class FourierRun: @unchecked Sendable {
    /// Coefficients [component of the first-order form][mode…] at an output time.
    struct Frame: Sendable {
        var time: Double
        var modes: FourierModes
        var coefficients: Tensor<Complex<Double>>
    }

    let equations: FourierEquations
    let options: FourierRunOptions
    let times: [Double]
    let initialData: FourierInitialData
    let problem: Problem
    /// Keeps steps from passing over short changes of given functions of time.
    let forcing: ForcingProfile
    var frames: [Frame] = []
    var system: FourierSystem
    var integrator: ETDIntegrator<FourierSystem>
    /// By component and axis: how far the tail has fallen below that of the initial data, at the first resolution.
    var decay: [[Double]]
    var hasRefined = false
    /// Tail over norm after the last accepted step, the largest among components and axes.
    var tailRatio = 0.0
    /// Steps taken before the present resolution was chosen.
    var earlierSteps = (accepted: 0, rejected: 0)

    init(
        _ equations: FourierEquations, _ options: FourierRunOptions, times: [Double], problem: Problem,
        forcing: ForcingProfile
    ) throws {
        self.forcing = forcing
        self.equations = equations
        self.options = options
        self.times = times
        self.problem = problem
        let largest = zip(options.counts, options.initialCounts).map(max)
        let data = try FourierInitialData(equations, counts: largest, problem: problem)
        let modes = data.modes.resized(Self.startingCounts(data, options))
        initialData = data
        system = try FourierSystem(equations, modes, problem: problem, dealiases: options.dealiases)
        let state = system.projected(Self.start(data, modes, options))
        integrator = ETDIntegrator(
            system, state: state, time: times[0], tolerance: options.tolerance, fixedStep: options.fixedStep)
        decay = Array(repeating: Array(repeating: 1, count: modes.dimension), count: equations.evolved.count)
        try recordFrame()
    }

    /// The initial data at a resolution, with the perturbation asked for.
    private static func start(_ data: FourierInitialData, _ modes: FourierModes, _ options: FourierRunOptions) -> Tensor<Complex<Double>> {
        var state = data.truncated(to: modes)
        guard options.perturbation > 0 else { return state }
        let (count, retained) = (modes.storedCount, modes.retained)
        for (component, norm) in data.norms.enumerated() {
            let noise = Complex(options.perturbation * norm / Double(modes.pointCount).squareRoot(), 0)
            for mode in 0..<count where retained[mode] { state[component * count + mode] = state[component * count + mode] + noise }
        }
        return state
    }

    var modes: FourierModes { system.modes }
    var isFinished: Bool { frames.count == times.count }
    var time: Double { integrator.time }
    var acceptedSteps: Int { integrator.acceptedSteps }
    var rejectedSteps: Int { integrator.rejectedSteps }

    /// True if the initial data keep a tail above the tolerance at the resolution they were given.
    var hasRoughStart: Bool {
        equations.evolved.indices.contains { component in
            (0..<modes.dimension).contains { axis in
                let allowed = options.tailTolerance(afterSteps: 0) * initialData.norms[component]
                let count = Self.startingLimit(initialData, axis, options)
                return initialData.tail(component: component, axis: axis, count: count) > allowed
            }
        }
    }

    /// Raises the resolution until the initial data are resolved, or are seen not to be smooth.
    private static func startingCounts(_ data: FourierInitialData, _ options: FourierRunOptions) -> [Int] {
        var counts = options.counts
        guard options.refines else { return counts }
        for axis in counts.indices {
            let limit = startingLimit(data, axis, options)
            while counts[axis] < limit, !isResolved(data, axis, counts[axis], options) {
                counts[axis] = min(FourierRunOptions.refined(counts[axis]), max(limit, counts[axis]))
            }
        }
        return counts
    }

    /// Points along an axis up to which the initial data raise the resolution: as many as allowed where narrow but smooth
    /// data need them, fewer where the spectrum falls so slowly that more would gain little.
    private static func startingLimit(_ data: FourierInitialData, _ axis: Int, _ options: FourierRunOptions) -> Int {
        let most = min(options.maximumCounts[axis], data.modes.counts[axis])
        // The spectrum of a kink creeps below the tolerance, the one of smooth data drops far below it.
        let isSmooth = options.refines && isResolved(data, axis, most, options, part: 1e-2)
        return isSmooth ? max(most, options.initialCounts[axis]) : options.initialCounts[axis]
    }

    private static func isResolved(
        _ data: FourierInitialData, _ axis: Int, _ count: Int, _ options: FourierRunOptions, part: Double = 1
    ) -> Bool {
        data.norms.indices.allSatisfy { component in
            let allowed = part * max(options.tailTolerance(afterSteps: 0), 1e-13) * data.norms[component]
            return data.tail(component: component, axis: axis, count: count) <= allowed
        }
    }

    /// Takes one step, or raises the resolution in place of one.
    func advance() throws {
        guard !isFinished else { return }
        let end = times[frames.count]
        let reached: Double
        let limit = options.fixedStep == nil ? min(end, time + forcing.longestStep(at: time)) : end
        do throws(ETDError) { reached = try integrator.propose(until: limit) } catch { throw failure(error) }
        let crowded = try crowdedAxes()
        if !crowded.isEmpty { return try refine(crowded) }
        integrator.accept()
        if reached == end { try recordFrame() }
    }

    private func recordFrame() throws {
        let state = integrator.state
        let constrained = equations.constrained.isEmpty ? nil : try system.constrainedComponents(state, time: integrator.time)
        let count = modes.storedCount
        let total = equations.evolved.count + equations.constrained.count
        var all = Tensor(shape: [total] + modes.shape, repeating: Complex<Double>(0, 0))
        all.withUnsafeMutableBufferPointer { target in
            for (components, source) in [(equations.evolved, Optional(state)), (equations.constrained, constrained)] {
                source?.withUnsafeBufferPointer { source in
                    for (position, component) in components.enumerated() {
                        for mode in 0..<count { target[component * count + mode] = source[position * count + mode] }
                    }
                }
            }
        }
        frames.append(Frame(time: integrator.time, modes: modes, coefficients: all))
    }
}

import Discretization
import NumericsCore
import Solving
import TimeIntegration

extension FourierRun {
    /// How much the tail may exceed what is expected of it before the resolution is raised, for data that are not smooth.
    private static let roughMargin = 4.0

    /// Axes along which the proposed state needs more modes.
    /// - Throws: `SolverError.diverged` if the proposal is not finite.
    func crowdedAxes() throws -> [Int] {
        let count = modes.storedCount
        var crowded: Set<Int> = []
        var largest = 0.0
        for component in equations.evolved.indices {
            let (tails, total) = integrator.proposal.withUnsafeBufferPointer { buffer in
                system.tail.measure(UnsafeBufferPointer(rebasing: buffer[component * count..<(component + 1) * count]))
            }
            guard total.isFinite else { throw failure(.stepTooSmall(time: time, isFinite: false)) }
            let scale = max(integrator.scales[component], total)
            for axis in tails.indices {
                if scale > 0 { largest = max(largest, tails[axis] / scale) }
                let start = initialData.tail(component: component, axis: axis, count: modes.counts[axis])
                if !hasRefined, start > 0 { decay[component][axis] = min(decay[component][axis], tails[axis] / start) }
                let rough = Self.roughMargin * start * decay[component][axis]
                if tails[axis] > max(options.tailTolerance(afterSteps: acceptedSteps) * scale, rough) { crowded.insert(axis) }
            }
        }
        tailRatio = largest
        return options.refines ? crowded.sorted() : []
    }

    /// Raises the number of modes along some axes, padding the last accepted state with zeros.
    func refine(_ axes: [Int]) throws {
        var counts = modes.counts
        for axis in axes {
            let wanted = FourierRunOptions.refined(counts[axis])
            guard wanted <= options.maximumCounts[axis] else { throw underResolved(axis) }
            counts[axis] = wanted
        }
        let finer = modes.resized(counts)
        let state = modes.moved(integrator.state, to: finer)
        try use(finer, state: state)
        hasRefined = true
    }

    /// Continues at another resolution with the clock, steps and scales of the present one.
    func use(_ modes: FourierModes, state: Tensor<Complex<Double>>) throws {
        let old = integrator
        system = try FourierSystem(equations, modes, problem: problem, dealiases: options.dealiases)
        integrator = ETDIntegrator(
            system, state: state, time: old.time, tolerance: options.tolerance, step: 1, fixedStep: options.fixedStep)
        integrator.restore(
            state: state, time: old.time, rung: old.ladder.rung, scales: old.scales, accepted: old.acceptedSteps,
            rejected: old.rejectedSteps)
    }

    /// The error for a spectrum that does not fit the largest resolution, with the place where the field is steepest.
    private func underResolved(_ axis: Int) -> SolverError {
        let (component, place) = steepestPlace(axis)
        let name = equations.names.coordinates[equations.axes[axis]]
        return .diverged(
            field: component, location: place, step: acceptedSteps,
            likelyKnob: "\(modes.counts[axis]) points along \(name) no longer resolve the solution: "
                + "a shock or a layer is forming; add diffusion, shorten the time range, loosen `tolerance` or raise `max-modes`")
    }

    func failure(_ error: ETDError) -> SolverError {
        guard case .stepTooSmall(let time, let isFinite) = error else { preconditionFailure("unknown error") }
        let (component, place) = steepestPlace(0)
        return .diverged(
            field: component, location: place, step: acceptedSteps,
            likelyKnob: isFinite
                ? "the step needed for `tolerance` has shrunk to nothing at t = \(time): the solution may blow up"
                : "values overflow after t = \(time): the problem may be ill-posed or blow up")
    }

    /// The component with the largest slope along an axis and the place of it, as text.
    private func steepestPlace(_ axis: Int) -> (String, String) {
        let symbol = modes.symbol((0..<modes.dimension).map { $0 == axis ? 1 : 0 })
        let count = modes.storedCount
        var best = (value: -1.0, component: 0, point: 0)
        for component in equations.evolved.indices {
            let slopes = (0..<count).map { integrator.state[component * count + $0] * symbol[$0] }
            let values = modes.gridValues(of: Tensor(slopes)).elements
            for (point, value) in values.enumerated() where abs(value) > best.value { best = (abs(value), component, point) }
        }
        var (rest, place) = (best.point, [String]())
        for axis in (0..<modes.dimension).reversed() {
            let position = modes.points(along: axis)[rest % modes.counts[axis]]
            place.insert("\(equations.names.coordinates[equations.axes[axis]]) = \(position)", at: 0)
            rest /= modes.counts[axis]
        }
        return (equations.names.components[equations.evolved[best.component]], (place + ["t = \(time)"]).joined(separator: ", "))
    }
}

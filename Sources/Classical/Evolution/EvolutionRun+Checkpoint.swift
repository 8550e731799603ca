import Discretization
import NumericsCore
import Solving
import TimeIntegration

extension EvolutionRun {
    /// Stores the complete state of the run under names that begin with `prefix`.
    func save(to checkpoint: inout Checkpoint, prefix: String) {
        checkpoint.integers[prefix + "frames"] = frames.count
        checkpoint.integers[prefix + "divisions"] = divisions
        checkpoint.integers[prefix + "merges"] = merges
        checkpoint.integers[prefix + "stepsSinceChange"] = stepsSinceChange
        checkpoint.integers[prefix + "isUnderResolved"] = isUnderResolved ? 1 : 0
        checkpoint.scalars[prefix + "worstTail"] = worstTail
        guard let integrator else { return }
        checkpoint.tensors[prefix + "scales"] = Tensor(scales)
        save(axes, to: &checkpoint, prefix: prefix + "axis ")
        integrator.save(to: &checkpoint, prefix: prefix + "integrator ")
        for (index, frame) in frames.enumerated() {
            let name = prefix + "frame \(index) "
            checkpoint.scalars[name + "time"] = frame.time
            checkpoint.tensors[name + "state"] = frame.state
            save(frame.layout.axes, to: &checkpoint, prefix: name + "axis ")
        }
    }

    private func save(_ axes: [AxisDiscretization], to checkpoint: inout Checkpoint, prefix: String) {
        for (index, axis) in axes.enumerated() {
            checkpoint.tensors[prefix + "\(index) breaks"] = Tensor(axis.breaks)
            checkpoint.integers[prefix + "\(index) points"] = axis.residualPointsPerElement
        }
    }

    /// Continues where `save` left off, bit for bit.
    /// - Throws: `SolverError.checkpointMismatch`.
    func restore(from checkpoint: Checkpoint, prefix: String) throws {
        guard let count = checkpoint.integers[prefix + "frames"] else {
            throw SolverError.checkpointMismatch("it holds no run in time")
        }
        divisions = checkpoint.integers[prefix + "divisions"] ?? 0
        merges = checkpoint.integers[prefix + "merges"] ?? 0
        stepsSinceChange = checkpoint.integers[prefix + "stepsSinceChange"] ?? 0
        isUnderResolved = checkpoint.integers[prefix + "isUnderResolved"] == 1
        worstTail = checkpoint.scalars[prefix + "worstTail"] ?? 0
        frames = []
        integrator = nil
        guard count > 0 else { return }
        scales = checkpoint.tensors[prefix + "scales"]?.elements ?? []
        guard scales.count == setup.form.components.count else {
            throw SolverError.checkpointMismatch("it belongs to a problem with other unknowns")
        }
        axes = try restoredAxes(checkpoint, prefix: prefix + "axis ")
        do {
            var restored = try EvolutionIntegrator(
                restoring: checkpoint, prefix: prefix + "integrator ", axes: axes, setup: setup, options: options,
                tolerance: tolerance)
            restored.setAbsoluteTolerance(absoluteTolerance(restored.layout))
            integrator = restored
        } catch IntegrationError.checkpointMismatch(let reason) {
            throw SolverError.checkpointMismatch(reason)
        }
        for index in 0..<count { frames.append(try restoredFrame(checkpoint, prefix: prefix + "frame \(index) ")) }
    }

    private func restoredFrame(_ checkpoint: Checkpoint, prefix: String) throws -> Frame {
        guard let time = checkpoint.scalars[prefix + "time"], let state = checkpoint.tensors[prefix + "state"] else {
            throw SolverError.checkpointMismatch("'\(prefix)' is missing")
        }
        let layout = integrator!.layout
        let own = CollocationLayout(
            axes: try restoredAxes(checkpoint, prefix: prefix + "axis "),
            conditions: layout.spaces.map { $0.map(\.conditions) },
            highestDerivatives: setup.problem.spaceIndices.indices.map { axis in
                setup.collocation.orders.map { $0[axis] }.max() ?? 0
            }, multiplierCount: layout.multiplierCount)
        guard own.count == state.count else { throw SolverError.checkpointMismatch("a state has another size") }
        return Frame(time: time, layout: own, state: state)
    }

    private func restoredAxes(_ checkpoint: Checkpoint, prefix: String) throws -> [AxisDiscretization] {
        try setup.problem.spaceIndices.enumerated().map { index, coordinate in
            let range = setup.problem.coordinates[coordinate]
            guard let breaks = checkpoint.tensors[prefix + "\(index) breaks"]?.elements, breaks.count > 1,
                let points = checkpoint.integers[prefix + "\(index) points"], breaks[0] == range.lower,
                breaks[breaks.count - 1] == range.upper
            else { throw SolverError.checkpointMismatch("its elements along \(range.name) do not fit the domain") }
            return range.isPeriodic
                ? AxisDiscretization(periodic: range.name, from: range.lower, to: range.upper, count: points)
                : AxisDiscretization(range.name, breaks: breaks, residualPointsPerElement: points)
        }
    }
}

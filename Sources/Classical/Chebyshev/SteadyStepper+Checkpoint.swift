import Discretization
import NumericsCore
import Problems
import Solving

/// A checkpoint holds the answers of finished resolutions and which one comes next; the resolution under way is solved
/// again from its start, so that the answer is the same bit for bit.
extension SteadyStepper {
    func checkpoint() -> Checkpoint {
        var checkpoint = Checkpoint()
        checkpoint.integers["step"] = stepCount
        checkpoint.integers["iterations"] = newtonIterations
        checkpoint.integers["failures"] = failures
        checkpoint.integers["repeated"] = isRepeated ? 1 : 0
        checkpoint.integers["narrow"] = hasNarrowData ? 1 : 0
        checkpoint.integers["levels"] = solved.count
        checkpoint.strings["stage"] = stage.rawValue
        store(axes, "next", in: &checkpoint)
        for (index, level) in solved.enumerated() {
            store(level.layout.axes, "level\(index)", in: &checkpoint)
            checkpoint.tensors["level\(index).state"] = level.state
        }
        return checkpoint
    }

    func restore(_ checkpoint: Checkpoint) throws {
        guard let text = checkpoint.strings["stage"], let stage = Stage(rawValue: text) else {
            throw SolverError.checkpointMismatch("it is not one of a boundary-value problem")
        }
        self.stage = stage
        stepCount = checkpoint.integers["step"] ?? 0
        newtonIterations = checkpoint.integers["iterations"] ?? 0
        failures = checkpoint.integers["failures"] ?? 0
        isRepeated = checkpoint.integers["repeated"] == 1
        hasNarrowData = checkpoint.integers["narrow"] == 1
        axes = try loadAxes("next", from: checkpoint)
        solved = []
        level = nil
        for index in 0..<(checkpoint.integers["levels"] ?? 0) {
            let system = try CollocationSystem(discrete, axes: try loadAxes("level\(index)", from: checkpoint))
            guard let state = checkpoint.tensors["level\(index).state"], state.count == system.count else {
                throw SolverError.checkpointMismatch("the number of unknowns differs")
            }
            solved.append(SolvedLevel(layout: system.layout, state: state))
        }
    }

    private func store(_ axes: [AxisDiscretization], _ name: String, in checkpoint: inout Checkpoint) {
        for (index, axis) in axes.enumerated() {
            checkpoint.tensors["\(name).breaks\(index)"] = Tensor(axis.breaks)
            checkpoint.integers["\(name).points\(index)"] = axis.residualPointsPerElement
        }
    }

    private func loadAxes(_ name: String, from checkpoint: Checkpoint) throws -> [AxisDiscretization] {
        try policy.start().enumerated().map { index, axis in
            guard let breaks = checkpoint.tensors["\(name).breaks\(index)"]?.elements,
                let points = checkpoint.integers["\(name).points\(index)"], breaks.count > 1
            else { throw SolverError.checkpointMismatch("axis \(axis.name) is missing") }
            return axis.isPeriodic
                ? axis.resized(to: points)
                : AxisDiscretization(axis.name, breaks: breaks, residualPointsPerElement: points)
        }
    }
}

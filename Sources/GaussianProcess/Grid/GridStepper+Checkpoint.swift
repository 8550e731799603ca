import Discretization
import NumericsCore
import Solving

/// A checkpoint holds the answers of finished grids and the sizes of the next; the grid under way is solved again from its start, so
/// that the answer is the same bit for bit.
extension GridStepper {
    private static var kind: String { "gaussian process on a grid" }

    func checkpoint() -> Checkpoint {
        var checkpoint = Checkpoint()
        checkpoint.strings["kind"] = Self.kind
        checkpoint.strings["stage"] = stage.rawValue
        checkpoint.integers["step"] = stepCount
        checkpoint.integers["iterations"] = iterations
        checkpoint.integers["failures"] = failures
        checkpoint.integers["repeated"] = hasRepeated ? 1 : 0
        checkpoint.integers["converged"] = pending == .converged ? 1 : 0
        checkpoint.tensors["next"] = Tensor(axes.map { Double($0.residualPointsPerElement) })
        checkpoint.integers["levels"] = solved.count
        if let prepared {
            checkpoint.tensors["prepared points"] = Tensor(prepared.layout.axes.map { Double($0.residualPointsPerElement) })
            checkpoint.tensors["prepared"] = prepared.state
        }
        for (index, level) in solved.enumerated() {
            checkpoint.tensors["points\(index)"] = Tensor(level.layout.axes.map { Double($0.residualPointsPerElement) })
            checkpoint.tensors["state\(index)"] = level.state
        }
        return checkpoint
    }

    func restore(_ checkpoint: Checkpoint) throws {
        guard checkpoint.strings["kind"] == Self.kind, let stage = checkpoint.strings["stage"].flatMap(Stage.init),
            let next = checkpoint.tensors["next"], next.count == axes.count
        else { throw SolverError.checkpointMismatch("it is not one of a Gaussian process on a grid") }
        stepCount = checkpoint.integers["step"] ?? 0
        iterations = checkpoint.integers["iterations"] ?? 0
        failures = checkpoint.integers["failures"] ?? 0
        hasRepeated = checkpoint.integers["repeated"] == 1
        pending = checkpoint.integers["converged"] == 1 ? .converged : .notConverged
        axes = resized(next)
        self.stage = stage
        solved = []
        level = nil
        if let points = checkpoint.tensors["prepared points"] { prepared = try level(points, checkpoint.tensors["prepared"]) }
        for index in 0..<(checkpoint.integers["levels"] ?? 0) {
            guard let points = checkpoint.tensors["points\(index)"] else { throw SolverError.checkpointMismatch("grid \(index + 1) is missing") }
            solved.append(try level(points, checkpoint.tensors["state\(index)"]))
        }
        if stage == .sampling, let answer { direct = SeparableSolver(try CollocationSystem(discrete, axes: answer.layout.axes)) }
    }

    private func level(_ points: Tensor<Double>, _ state: Tensor<Double>?) throws -> SolvedLevel {
        guard points.count == axes.count, let state else { throw SolverError.checkpointMismatch("a grid is missing") }
        let system = try CollocationSystem(discrete, axes: resized(points))
        guard state.count == system.count else { throw SolverError.checkpointMismatch("the number of unknowns differs") }
        return SolvedLevel(layout: system.layout, state: state)
    }

    private func resized(_ points: Tensor<Double>) -> [AxisDiscretization] {
        zip(policy.start(), points.elements).map { $0.resized(to: Int($1)) }
    }
}

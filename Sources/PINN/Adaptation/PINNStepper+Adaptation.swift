import NumericsCore
import Problems
import Solving

extension PINNStepper {
    /// Moves points and changes weights. The optimizer keeps its state: the objective is about the same.
    func adapt() throws {
        let adaptation = settings.adaptation
        adaptedAt = stepCount
        let size = ResidualSize(space: design.space, parameters: parameters, functionals: functionals, pool: pool)
        try training.resample(adaptation.sampling, size, adaptation, potential: adaptation.potential(at: stepCount), seed: context.seed)
        if adaptation.weights != .none {
            let weights = RowWeights(
                rule: adaptation.weights, blocks: training.blocks, space: design.space, functionals: functionals, pool: pool,
                parameters: parameters,
                causality: adaptation.causality, potential: adaptation.potential(at: stepCount))
            training.factors = weights.updated(training.factors)
        }
        objective = trainingObjective()
        optimizer.objectiveChanged()
    }

    /// Points that move make the error swing: the parameters with the smallest held-out residual are the answer.
    func keepBest() {
        // Residuals of equations alone do not tell which fit of observations is best.
        guard settings.adaptation.isActive, problem.observations.isEmpty, estimate < best?.estimate ?? .infinity else { return }
        best = (parameters, estimate)
    }

    /// θ of the answer.
    var answer: Tensor<Double> {
        guard let best, best.estimate < estimate else { return parameters }
        return best.parameters
    }

    func addAdaptation(to checkpoint: inout Checkpoint) {
        guard settings.adaptation.isActive else { return }
        checkpoint.integers["adapted at"] = adaptedAt
        checkpoint.integers["moves"] = training.moves
        if training.moves > 0 {
            checkpoint.tensors["points"] = training.interior.coordinates
            checkpoint.tensors["shares"] = Tensor(training.interior.shares)
        }
        checkpoint.tensors["factors"] = training.factors.map { Tensor($0.flatMap { $0 }) }
        checkpoint.tensors["best parameters"] = best?.parameters
        checkpoint.scalars["best estimate"] = best?.estimate
    }

    func restoreAdaptation(_ checkpoint: Checkpoint) throws {
        guard settings.adaptation.isActive else { return }
        adaptedAt = checkpoint.integers["adapted at"] ?? 0
        if let places = checkpoint.tensors["points"], let shares = checkpoint.tensors["shares"] {
            guard places.shape == [problem.coordinates.count, shares.count] else {
                throw SolverError.checkpointMismatch("its points are of another problem")
            }
            var points = CollocationPoints(coordinates: places)
            points.shares = shares.elements
            try training.move(to: points, moves: checkpoint.integers["moves"] ?? 1, keepsFactors: false)
        }
        if let stored = checkpoint.tensors["factors"] {
            guard stored.count == training.blocks.reduce(0, { $0 + $1.rowCount }) else {
                throw SolverError.checkpointMismatch("its weights are of other points")
            }
            var rest = stored.elements[...]
            training.factors = training.blocks.map { block in
                defer { rest = rest.dropFirst(block.rowCount) }
                return Array(rest.prefix(block.rowCount))
            }
        }
        best = checkpoint.tensors["best parameters"].flatMap { parameters in
            checkpoint.scalars["best estimate"].map { (parameters, $0) }
        }
        objective = trainingObjective()
    }
}

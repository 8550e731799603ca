import Kernels
import NumericsCore
import Problems
import Solving

/// A checkpoint holds the state that was linearised at and the mixture found; features and factorisations are made again.
extension MixtureStepper {
    private static var kind: String { "spectral mixture" }

    func checkpoint() -> Checkpoint {
        var checkpoint = Checkpoint()
        checkpoint.strings["kind"] = Self.kind
        checkpoint.strings["stage"] = stage.rawValue
        checkpoint.integers["step"] = stepCount
        checkpoint.integers["iteration"] = iteration
        checkpoint.integers["searches"] = searches
        checkpoint.scalars["change"] = change
        for (index, jets) in state.blocks.enumerated() { checkpoint.tensors["state\(index)"] = jets }
        if let found {
            checkpoint.tensors["weights"] = Tensor(found.model.peaks.map(\.weight))
            checkpoint.tensors["frequencies"] = Tensor(found.model.peaks.map(\.frequency))
            checkpoint.tensors["lengths"] = Tensor(found.model.peaks.map(\.length))
            checkpoint.scalars["noise"] = found.noise
            checkpoint.scalars["evidence"] = found.logEvidence
            checkpoint.integers["evaluations"] = found.evaluations
            checkpoint.integers["pruned"] = found.pruned
        }
        return checkpoint
    }

    func restore(_ checkpoint: Checkpoint) throws {
        guard checkpoint.strings["kind"] == Self.kind, let stage = checkpoint.strings["stage"].flatMap(Stage.init) else {
            throw SolverError.checkpointMismatch("it is not one of a spectral mixture")
        }
        for index in state.blocks.indices {
            guard let jets = checkpoint.tensors["state\(index)"], jets.shape == state.blocks[index].shape else {
                throw SolverError.checkpointMismatch("its points are others")
            }
            state.blocks[index] = jets
        }
        self.stage = stage
        stepCount = checkpoint.integers["step"] ?? 0
        iteration = checkpoint.integers["iteration"] ?? 0
        searches = checkpoint.integers["searches"] ?? 0
        change = checkpoint.scalars["change"] ?? .infinity
        system = linearizer.linearize(at: state)
        if let weights = checkpoint.tensors["weights"], let frequencies = checkpoint.tensors["frequencies"], let lengths = checkpoint.tensors["lengths"] {
            let peaks = weights.elements.indices.map {
                SpectralMixture.Peak(weight: weights[$0], frequency: frequencies[$0], length: lengths[$0])
            }
            let coordinate = problem.coordinates[0]
            found = MixtureSearch.Found(
                model: MixtureModel(peaks, range: coordinate.lower...coordinate.upper, shortest: coordinate.length / 3),
                noise: checkpoint.scalars["noise"] ?? 1e-11, logEvidence: checkpoint.scalars["evidence"] ?? 0,
                evaluations: checkpoint.integers["evaluations"] ?? 0, pruned: checkpoint.integers["pruned"] ?? 0)
        }
    }
}

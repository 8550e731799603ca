import NumericsCore
import Problems
import Solving

/// A checkpoint holds the state that was linearised at and what was learned of kernels; factorisations are done again.
extension GaussianProcessStepper {
    private static var kind: String { "gaussian process" }

    func checkpoint() -> Checkpoint {
        var checkpoint = Checkpoint()
        checkpoint.strings["kind"] = Self.kind
        checkpoint.strings["stage"] = stage.rawValue
        checkpoint.integers["step"] = stepCount
        checkpoint.tensors["prior"] = Tensor(prior.parameters.map(\.logarithm))
        checkpoint.strings["kernel"] = kernelInUse.rawValue
        for (index, found) in found.enumerated() {
            checkpoint.tensors["found\(index)"] = Tensor(found.prior.parameters.map(\.logarithm))
            checkpoint.scalars["evidence\(index)"] = found.logEvidence
            checkpoint.integers["evaluations\(index)"] = found.evaluations
        }
        newton.store(in: &checkpoint)
        return checkpoint
    }

    /// The kind of the prior: the one with the largest evidence once all were compared.
    private var kernelInUse: KernelChoice.Kind {
        found.count == candidates.count ? found.max { $0.logEvidence < $1.logEvidence }!.kind : candidates[0]
    }

    func restore(_ checkpoint: Checkpoint) throws {
        guard checkpoint.strings["kind"] == Self.kind, let stage = checkpoint.strings["stage"].flatMap(Stage.init),
            let kind = checkpoint.strings["kernel"].flatMap(KernelChoice.Kind.init), let own = checkpoint.tensors["prior"]
        else { throw SolverError.checkpointMismatch("it is not one of a Gaussian process") }
        func prior(_ kind: KernelChoice.Kind, _ logarithms: Tensor<Double>) throws -> FieldPrior {
            let fresh = KernelChoice(problem: problem, kind: kind).prior(length: 0.25)
            guard fresh.parameters.count == logarithms.count else { throw SolverError.checkpointMismatch("its kernel has other parameters") }
            return fresh.replacing(logarithms: logarithms.elements)
        }
        self.stage = stage
        stepCount = checkpoint.integers["step"] ?? 0
        self.prior = try prior(kind, own)
        found = []
        while found.count < candidates.count, let logarithms = checkpoint.tensors["found\(found.count)"] {
            let index = found.count
            found.append(
                KernelSearch.Found(
                    kind: candidates[index], prior: try prior(candidates[index], logarithms),
                    logEvidence: checkpoint.scalars["evidence\(index)"] ?? 0, evaluations: checkpoint.integers["evaluations\(index)"] ?? 0))
        }
        try newton.restore(checkpoint)
    }
}

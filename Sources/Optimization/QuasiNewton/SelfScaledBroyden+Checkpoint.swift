import NumericsCore

extension SelfScaledBroyden {
    public func checkpoint() -> Checkpoint {
        var result = Checkpoint(
            integers: ["iteration": iteration, "is fresh": isFresh ? 1 : 0], strings: ["method": settings.variant.rawValue])
        state?.write(to: &result)
        result.tensors["inverse Hessian"] = inverseHessian?.entries
        return result
    }

    public mutating func restore(_ checkpoint: Checkpoint) throws {
        let failure = OptimizationError.unfitCheckpoint(method: settings.variant.rawValue)
        guard checkpoint.strings["method"] == settings.variant.rawValue,
            let iteration = checkpoint.integers["iteration"], let fresh = checkpoint.integers["is fresh"]
        else { throw failure }
        let restored = DescentState(checkpoint)
        if let restored {
            guard let entries = checkpoint.tensors["inverse Hessian"],
                entries.count == restored.count * (restored.count + 1) / 2
            else { throw failure }
            var matrix = PackedSymmetricMatrix(identityOfOrder: restored.count)
            matrix.set(entries)
            inverseHessian = matrix
            product = Tensor(shape: [restored.count], repeating: 0)
        } else {
            inverseHessian = nil
        }
        (state, self.iteration, isFresh) = (restored, iteration, fresh == 1)
    }
}

extension DescentState {
    func write(to checkpoint: inout Checkpoint) {
        checkpoint.scalars["loss"] = loss
        checkpoint.integers["is current"] = isCurrent ? 1 : 0
        checkpoint.tensors["gradient"] = gradient
        checkpoint.tensors["direction"] = direction
    }

    /// Nil if no step had been taken.
    init?(_ checkpoint: Checkpoint) {
        guard let gradient = checkpoint.tensors["gradient"], let direction = checkpoint.tensors["direction"],
            let loss = checkpoint.scalars["loss"], let current = checkpoint.integers["is current"],
            gradient.count == direction.count
        else { return nil }
        self.init(count: gradient.count)
        (self.gradient, self.direction, self.loss, isCurrent) = (gradient, direction, loss, current == 1)
    }
}

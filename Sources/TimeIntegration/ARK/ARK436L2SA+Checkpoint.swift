import NumericsCore

extension ARK436L2SA {
    /// Stores everything the next step depends on under names that begin with `prefix`.
    public func save(to checkpoint: inout Checkpoint, prefix: String) {
        let scalars = [
            ("time", time), ("proposedStep", proposedStep), ("lastStep", lastStep), ("errorRatio", errorRatio),
            ("controllerStep", controller.lastStep), ("controllerError", controller.lastError),
        ]
        for (name, value) in scalars { checkpoint.scalars[prefix + name] = value }
        checkpoint.integers[prefix + "steps"] = steps
        checkpoint.integers[prefix + "rejected"] = rejected
        checkpoint.integers[prefix + "factorizations"] = factorizations
        checkpoint.tensors[prefix + "state"] = state
    }

    /// Continues where `save` left off, bit for bit.
    /// - Throws: `IntegrationError.checkpointMismatch`.
    public mutating func restore(from checkpoint: Checkpoint, prefix: String) throws {
        guard let stored = checkpoint.tensors[prefix + "state"], stored.count == system.order else {
            throw IntegrationError.checkpointMismatch("state of another size")
        }
        func scalar(_ name: String) throws -> Double {
            guard let value = checkpoint.scalars[prefix + name] else {
                throw IntegrationError.checkpointMismatch("'\(prefix + name)' is missing")
            }
            return value
        }
        state = stored
        time = try scalar("time")
        proposedStep = try scalar("proposedStep")
        lastStep = try scalar("lastStep")
        errorRatio = try scalar("errorRatio")
        controller.resume(lastStep: try scalar("controllerStep"), lastError: try scalar("controllerError"))
        steps = checkpoint.integers[prefix + "steps"] ?? 0
        rejected = checkpoint.integers[prefix + "rejected"] ?? 0
        factorizations = checkpoint.integers[prefix + "factorizations"] ?? 0
        factoredStep = 0
    }
}

import NumericsCore

extension ARK436L2SA {
    /// Stores everything the next step depends on under names that begin with `prefix`.
    public func save(to checkpoint: inout Checkpoint, prefix: String) {
        history.save(to: &checkpoint, prefix: prefix)
        checkpoint.integers[prefix + "factorizations"] = factorizations
    }

    /// Continues where `save` left off, bit for bit.
    /// - Throws: `IntegrationError.checkpointMismatch`.
    public mutating func restore(from checkpoint: Checkpoint, prefix: String) throws {
        try history.restore(from: checkpoint, prefix: prefix)
        factorizations = checkpoint.integers[prefix + "factorizations"] ?? 0
        factoredStep = 0
    }
}

import NumericsCore

extension ESDIRK43 {
    /// Stores everything the next step depends on under names that begin with `prefix`.
    public func save(to checkpoint: inout Checkpoint, prefix: String) {
        history.save(to: &checkpoint, prefix: prefix)
        checkpoint.tensors[prefix + "rate"] = rates[0]
    }

    /// Continues where `save` left off.
    /// - Throws: `IntegrationError.checkpointMismatch`.
    public mutating func restore(from checkpoint: Checkpoint, prefix: String) throws {
        guard let rate = checkpoint.tensors[prefix + "rate"], rate.count == system.order else {
            throw IntegrationError.checkpointMismatch("rate of another size")
        }
        try history.restore(from: checkpoint, prefix: prefix)
        rates[0] = rate
    }
}

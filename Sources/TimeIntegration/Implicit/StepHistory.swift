import NumericsCore

/// Where an adaptive integration stands: state, instant, and what the choice of the next step depends on.
struct StepHistory {
    /// Instant reached.
    var time: Double
    /// State at that instant [n].
    var state: Tensor<Double>
    /// Step the controller proposes next.
    var proposedStep: Double
    /// Longest step allowed.
    var maximumStep = Double.infinity
    /// Error over tolerance of the last accepted step.
    var errorRatio = 0.0
    /// Length of the last accepted step; 0 before the first one.
    var lastStep = 0.0
    /// Accepted and rejected steps.
    var steps = 0
    var rejected = 0
    var controller: StepController

    init(time: Double, state: Tensor<Double>, firstStep: Double, controller: StepController) {
        self.time = time
        self.state = state
        proposedStep = firstStep
        self.controller = controller
    }

    /// Repeats `attempt` with shorter steps until its error over tolerance is below 1, and returns the length and the limit, if
    /// that is where the step ends.
    ///
    /// Steps towards `limit` are chosen so that none is left that is much shorter than the others.
    /// - Throws: `IntegrationError.stepTooSmall`, errors of `attempt`.
    mutating func acceptedStep(
        until limit: Double, _ attempt: (Double) throws -> Double
    ) throws -> (length: Double, error: Double, limit: Double?, wasRejected: Bool) {
        var (length, endsAtLimit) = fittedStep(until: limit)
        var wasRejected = false
        while true {
            guard length > 16 * Double.ulpOfOne * max(abs(time), length), length > 1e-300 else {
                throw IntegrationError.stepTooSmall(time: time, step: length)
            }
            let error = try attempt(length)
            if error < 1 { return (length, error, endsAtLimit ? limit : nil, wasRejected) }
            rejected += 1
            wasRejected = true
            endsAtLimit = false
            length *= controller.reject(error: error)
        }
    }

    private func fittedStep(until limit: Double) -> (length: Double, endsAtLimit: Bool) {
        let remaining = limit - time
        let wanted = min(proposedStep, maximumStep)
        if wanted * 1.001 >= remaining { return (remaining, true) }
        return wanted * 2 > remaining ? (remaining / 2, false) : (wanted, false)
    }

    /// Moves on to the state in `next`, which takes the old one.
    mutating func accept(
        _ step: (length: Double, error: Double, limit: Double?, wasRejected: Bool), next: inout Tensor<Double>
    ) {
        let length = step.length
        var ratio = controller.accept(error: step.error, step: length)
        if step.wasRejected { ratio = min(ratio, 1) }
        let shortened = length < 0.99 * proposedStep && !step.wasRejected
        steps += 1
        errorRatio = step.error
        lastStep = length
        swap(&state, &next)
        time = step.limit ?? (time + length)
        // Within this range new factors cost more than the longer step gains.
        let proposal = ratio >= 1 && ratio <= 1.2 ? length : length * ratio
        proposedStep = shortened ? max(proposal, min(proposedStep, length * 8)) : proposal
    }

    /// Stores everything under names that begin with `prefix`, except for `maximumStep`.
    func save(to checkpoint: inout Checkpoint, prefix: String) {
        let scalars = [
            ("time", time), ("proposedStep", proposedStep), ("lastStep", lastStep), ("errorRatio", errorRatio),
            ("controllerStep", controller.lastStep), ("controllerError", controller.lastError),
        ]
        for (name, value) in scalars { checkpoint.scalars[prefix + name] = value }
        checkpoint.integers[prefix + "steps"] = steps
        checkpoint.integers[prefix + "rejected"] = rejected
        checkpoint.tensors[prefix + "state"] = state
    }

    /// Continues where `save` left off, bit for bit.
    /// - Throws: `IntegrationError.checkpointMismatch`.
    mutating func restore(from checkpoint: Checkpoint, prefix: String) throws {
        guard let stored = checkpoint.tensors[prefix + "state"], stored.count == state.count else {
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
    }
}

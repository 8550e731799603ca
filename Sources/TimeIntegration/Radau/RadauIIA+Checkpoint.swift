import NumericsCore

extension RadauIIA {
    /// Stores everything the next step depends on under names that begin with `prefix`.
    ///
    /// The Jacobian and its factors are not stored but the instant, state and step they were made at: made again from
    /// those they agree in every bit.
    public func save(to checkpoint: inout Checkpoint, prefix: String) {
        let scalars: [(String, Double)] = [
            ("time", time), ("proposedStep", proposedStep), ("lastStep", lastStep), ("errorRatio", errorRatio),
            ("controllerStep", controller.lastStep), ("controllerError", controller.lastError),
            ("convergenceRate", convergenceRate), ("convergenceFactor", convergenceFactor),
            ("factoredStep", factoredStep), ("jacobianTime", jacobianTime), ("maximumStep", maximumStep),
        ]
        for (name, value) in scalars { checkpoint.scalars[prefix + name] = value }
        let integers: [(String, Int)] = [
            ("stages", tableau.stages), ("steps", counts.steps), ("rejected", counts.rejected),
            ("newtonFailures", counts.newtonFailures), ("jacobians", counts.jacobians),
            ("factorizations", counts.factorizations), ("newtonIterations", counts.newtonIterations),
            ("jacobianIsSet", jacobianIsSet ? 1 : 0),
        ]
        for (name, value) in integers { checkpoint.integers[prefix + name] = value }
        checkpoint.tensors[prefix + "state"] = state
        checkpoint.tensors[prefix + "history"] = workspace.history
        checkpoint.tensors[prefix + "jacobianState"] = jacobianState
    }

    /// Continues where `save` left off, bit for bit.
    /// - Throws: `IntegrationError.checkpointMismatch` if the checkpoint belongs to another system or method.
    public mutating func restore(from checkpoint: Checkpoint, prefix: String) throws {
        func scalar(_ name: String) throws -> Double {
            guard let value = checkpoint.scalars[prefix + name] else {
                throw IntegrationError.checkpointMismatch("'\(prefix + name)' is missing")
            }
            return value
        }
        func integer(_ name: String) -> Int { checkpoint.integers[prefix + name] ?? 0 }
        guard integer("stages") == tableau.stages, let state = checkpoint.tensors[prefix + "state"],
            let history = checkpoint.tensors[prefix + "history"],
            let jacobianState = checkpoint.tensors[prefix + "jacobianState"], state.count == system.order,
            history.shape == workspace.history.shape, jacobianState.count == system.order
        else { throw IntegrationError.checkpointMismatch("state of another size or number of stages") }
        time = try scalar("time")
        proposedStep = try scalar("proposedStep")
        lastStep = try scalar("lastStep")
        errorRatio = try scalar("errorRatio")
        maximumStep = try scalar("maximumStep")
        controller.resume(lastStep: try scalar("controllerStep"), lastError: try scalar("controllerError"))
        convergenceRate = try scalar("convergenceRate")
        convergenceFactor = try scalar("convergenceFactor")
        jacobianTime = try scalar("jacobianTime")
        self.state = state
        self.jacobianState = jacobianState
        workspace.history = history
        try remakeFactors(isSet: integer("jacobianIsSet") == 1, step: try scalar("factoredStep"))
        counts = Counts(
            steps: integer("steps"), rejected: integer("rejected"), newtonFailures: integer("newtonFailures"),
            jacobians: integer("jacobians"), factorizations: integer("factorizations"),
            newtonIterations: integer("newtonIterations"))
    }

    private mutating func remakeFactors(isSet: Bool, step: Double) throws {
        jacobianIsSet = isSet
        factoredStep = 0
        guard isSet else { return }
        try system.jacobian(time: jacobianTime, state: jacobianState, into: &workspace.jacobian)
        if step > 0 { _ = try factorize(step) }
    }

    /// The same integration continued on another system whose unknowns are a linear image of these, such as the
    /// same polynomials on refined elements.
    /// - Parameters:
    ///   - map: takes a vector [n] of the old system to one of the new.
    ///   - increments: takes differences of vectors, where that is not the same because unknowns hold a part that is given.
    public func transferred(
        to system: any ImplicitSystem, tolerance: ErrorTolerance, map: (Tensor<Double>) -> Tensor<Double>,
        increments: ((Tensor<Double>) -> Tensor<Double>)? = nil
    ) -> RadauIIA {
        var result = RadauIIA(
            system: system, tableau: tableau, tolerance: tolerance, time: time, state: map(state),
            firstStep: proposedStep)
        var vector = Tensor(shape: [state.count], repeating: 0.0)
        for stage in 0..<tableau.stages {
            workspace.history.copyRow(stage, to: &vector)
            result.workspace.history.setRow(stage, increments?(vector) ?? map(vector))
        }
        result.maximumStep = maximumStep
        result.lastStep = lastStep
        result.errorRatio = errorRatio
        result.controller = controller
        result.convergenceFactor = convergenceFactor
        result.counts = counts
        return result
    }
}

import Solving

extension PINNStepper {
    /// One step of the fit to the coarse solution; behind the last one points are spread by what was found.
    func stepOfCoarseStart() throws -> StepStatus {
        guard let outcome = try coarseStart?.step(&parameters) else { return .running }
        stepCount += 1
        let isOver = coarseStart?.isOver == true
        if isOver && settings.isGraded { try grade(from: parameters) }
        if isOver || stepCount % Self.lookInterval == 0 {
            loss = objective.loss(at: parameters)
            estimate = errorEstimate()
        }
        updateReport(outcome)
        return stepCount < settings.iterations ? .running : try end(.notConverged)
    }
}

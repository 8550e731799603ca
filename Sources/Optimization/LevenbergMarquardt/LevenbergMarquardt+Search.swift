import NumericsCore

extension LevenbergMarquardt {
    /// Tries dampings until the loss falls.
    mutating func search(
        _ objective: any LeastSquaresObjective, _ work: Workspace, _ parameters: inout Tensor<Double>
    ) -> OptimizerReport {
        var solver = work.solver(method(for: work))
        if orthogonalSteps > 0 { orthogonalSteps -= 1 }
        solver.prepare(work.jacobian, scaling: work.scaling)
        var lambda = max(damping / 3, settings.smallestDamping)
        var first = attempt(objective, work, solver, lambda, parameters)
        if shouldChangeToOrthogonal(work, first) {
            orthogonalSteps = settings.orthogonalRun
            solver = work.solver(.orthogonal)
            solver.prepare(work.jacobian, scaling: work.scaling)
            first = attempt(objective, work, solver, lambda, parameters)
        }
        if let first, first.loss < work.loss { return accept(first, work, work.trial, &parameters) }
        for _ in 0..<settings.largestRounds {
            let better = attemptPair(objective, work, solver, lambda, parameters)
            if let better, better.loss < work.loss { return accept(better, work, work.best, &parameters) }
            lambda *= 32
        }
        return OptimizerReport(
            status: isConverged(first, work, parameters) ? .converged : .stalled, loss: work.loss, quantities: quantities(nil))
    }

    private func method(for work: Workspace) -> Factorization {
        guard work.pattern == nil else { return .cholesky }
        let isWide = work.jacobian.columnCount < work.jacobian.rowCount
        switch settings.factorization {
        case .automatic: return isWide ? .kernel : orthogonalSteps > 0 ? .orthogonal : .cholesky
        // A wide J has no QR of this form.
        case .orthogonal: return isWide ? .kernel : .orthogonal
        case .cholesky, .kernel: return settings.factorization
        }
    }

    private func shouldChangeToOrthogonal(_ work: Workspace, _ trial: Trial?) -> Bool {
        guard settings.factorization == .automatic, work.method == .cholesky, work.pattern == nil else { return false }
        guard let trial else { return true }
        return !(trial.loss < work.loss) && !work.modelAgrees(trial.predicted)
    }

    /// The better of 4 and 32 times `lambda`, its parameters in `work.best`.
    private func attemptPair(
        _ objective: any LeastSquaresObjective, _ work: Workspace, _ solver: any DampedSolver, _ lambda: Double,
        _ parameters: Tensor<Double>
    ) -> Trial? {
        let small = attempt(objective, work, solver, 4 * lambda, parameters)
        swap(&work.trial, &work.best)
        let large = attempt(objective, work, solver, 32 * lambda, parameters)
        guard let large else { return small }
        if let small, !(large.loss < small.loss) { return small }
        swap(&work.trial, &work.best)
        return large
    }

    /// The step with one damping, its parameters in `work.trial`; nil if the equations could not be solved.
    private func attempt(
        _ objective: any LeastSquaresObjective, _ work: Workspace, _ solver: any DampedSolver, _ lambda: Double,
        _ parameters: Tensor<Double>
    ) -> Trial? {
        work.trialCount += 1
        guard solver.factorize(damping: lambda) else { return nil }
        solver.solve(work.residual, into: &work.velocity)
        let length = LinearAlgebra.norm(work.velocity)
        guard length.isFinite else { return nil }
        let weighted = (0..<work.velocity.count).reduce(0.0) {
            $0 + work.scaling[$1] * work.velocity[$1] * work.velocity[$1]
        }
        let predicted = 0.5 * (LinearAlgebra.dot(work.gradient, work.velocity) + lambda * weighted)
        LinearAlgebra.scale(-1, &work.velocity)
        LinearAlgebra.copy(parameters, to: &work.trial)
        LinearAlgebra.addScaled(1, work.velocity, to: &work.trial)
        let isAccelerated = settings.accelerates && accelerate(objective, work, solver, length, parameters)
        objective.residual(at: work.trial, into: &work.rowWork)
        let loss = 0.5 * LinearAlgebra.dot(work.rowWork, work.rowWork)
        return Trial(
            damping: lambda, loss: loss.isNaN ? .infinity : loss, stepNorm: distance(work, length, isAccelerated), linearNorm: length,
            predicted: predicted, isAccelerated: isAccelerated)
    }

    /// Adds the acceleration to `work.trial` if it is small enough; whether it was added.
    private func accelerate(
        _ objective: any LeastSquaresObjective, _ work: Workspace, _ solver: any DampedSolver, _ length: Double,
        _ parameters: Tensor<Double>
    ) -> Bool {
        objective.secondDerivative(at: parameters, along: work.velocity, into: &work.rowWork)
        solver.solve(work.rowWork, into: &work.acceleration)
        LinearAlgebra.scale(-0.5, &work.acceleration)
        guard 2 * LinearAlgebra.norm(work.acceleration) <= settings.accelerationLimit * length else { return false }
        LinearAlgebra.addScaled(1, work.acceleration, to: &work.trial)
        return true
    }

    private func distance(_ work: Workspace, _ length: Double, _ isAccelerated: Bool) -> Double {
        guard isAccelerated else { return length }
        LinearAlgebra.addScaled(1, work.velocity, to: &work.acceleration)
        return LinearAlgebra.norm(work.acceleration)
    }

    private mutating func accept(
        _ trial: Trial, _ work: Workspace, _ values: Tensor<Double>, _ parameters: inout Tensor<Double>
    ) -> OptimizerReport {
        damping = trial.damping
        LinearAlgebra.copy(values, to: &parameters)
        return OptimizerReport(status: .progress, loss: trial.loss, quantities: quantities(trial))
    }

    /// Whether the least damped step is lost in rounding, or what it could gain.
    private func isConverged(_ first: Trial?, _ work: Workspace, _ parameters: Tensor<Double>) -> Bool {
        guard let first else { return false }
        let rounding = 4 * Double.ulpOfOne
        return first.linearNorm <= rounding * LinearAlgebra.norm(parameters) || first.predicted <= rounding * work.loss
    }
}

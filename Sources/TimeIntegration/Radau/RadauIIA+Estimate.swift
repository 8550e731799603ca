import NumericsCore

extension RadauIIA {
    /// Error over tolerance: (gamma_0/h M - J)^-1 (f(t, y) - M q'(0)), q the collocation polynomial
    /// (Hairer and Wanner 1996, equation IV.8.19, where e^T z = -q'(0)).
    ///
    /// If that is above 1 at the first step or after a rejection, the estimate is filtered once more (IV.8.20), which
    /// removes what stiff components, not the error, contribute.
    mutating func estimateError(step: Double, secondFilter: Bool) throws -> Double {
        setStartSlope(step: step)
        LinearAlgebra.copy(workspace.startValue, to: &workspace.estimate)
        LinearAlgebra.addScaled(-1, workspace.startSlope, to: &workspace.estimate)
        try workspace.realFactors.solve(&workspace.estimate)
        var error = max(workspace.estimate.weightedNorm(workspace.errorWeights), 1e-10)
        guard error >= 1, secondFilter else { return error.isFinite ? error : .infinity }
        LinearAlgebra.copy(state, to: &workspace.vector)
        LinearAlgebra.addScaled(1, workspace.estimate, to: &workspace.vector)
        workspace.oneState.setRow(0, workspace.vector)
        try system.evaluate(times: [time], states: workspace.oneState, values: &workspace.oneValue)
        workspace.oneValue.copyRow(0, to: &workspace.estimate)
        LinearAlgebra.addScaled(-1, workspace.startSlope, to: &workspace.estimate)
        try workspace.realFactors.solve(&workspace.estimate)
        error = max(workspace.estimate.weightedNorm(workspace.errorWeights), 1e-10)
        return error.isFinite ? error : .infinity
    }

    /// M q'(0).
    private mutating func setStartSlope(step: Double) {
        workspace.vector.withUnsafeMutableBufferPointer { slope in
            workspace.increments.withUnsafeBufferPointer { increments in
                for index in slope.indices { slope[index] = 0 }
                for stage in 0..<tableau.stages {
                    let weight = tableau.startDerivative[stage] / step
                    let base = stage * slope.count
                    for index in slope.indices { slope[index] += weight * increments[base + index] }
                }
            }
        }
        workspace.mass.multiply(workspace.vector, into: &workspace.startSlope)
    }

    /// The collocation polynomial of the last step at an instant inside it, of order s; [n].
    public func interpolated(at instant: Double) -> Tensor<Double> {
        guard lastStep > 0, instant != time else { return state }
        let stages = tableau.stages
        var weights = Tensor(shape: [1, stages], repeating: 0.0)
        tableau.interpolation(at: 1 + (instant - time) / lastStep, row: 0, into: &weights)
        weights[0, stages - 1] -= 1
        var result = LinearAlgebra.multiply(weights, workspace.history).reshaped([state.count])
        LinearAlgebra.addScaled(1, state, to: &result)
        return result
    }
}

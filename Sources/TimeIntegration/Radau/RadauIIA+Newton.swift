import Foundation
import NumericsCore

extension RadauIIA {
    enum NewtonOutcome {
        case converged(iterations: Int)
        /// The step is to be multiplied by the factor.
        case failed(factor: Double)
    }

    /// More stages need more iterations for the same gain (Hairer 1999).
    var maximumIterations: Int { 7 + (tableau.stages - 3) * 5 / 2 }

    /// Solves (h^-1 A^-1 (x) M) Z = F(y + Z) by simplified Newton, starting from the extrapolated collocation polynomial.
    ///
    /// The defect is formed with A^-1 itself, not with its eigenvalues: the accuracy of the eigenvectors, which form an
    /// ill-conditioned basis for seven stages, then touches the convergence only.
    mutating func solveStages(step: Double) throws -> NewtonOutcome {
        setStartingValues(step: step)
        var factor = pow(max(convergenceFactor, Double.ulpOfOne), 0.8)
        var previousChange = 0.0
        var previousRate = 0.0
        for iteration in 1...maximumIterations {
            try setDefect(step: step)
            guard workspace.defect.firstNotFinite == nil else { return .failed(factor: 0.5) }
            try solveForChange(step: step)
            let change = workspace.transformed.weightedNorm(workspace.errorWeights)
            guard change.isFinite else { return .failed(factor: 0.5) }
            if iteration > 1 {
                let rate = change / max(previousChange, .leastNormalMagnitude)
                convergenceRate = iteration == 2 ? rate : (rate * previousRate).squareRoot()
                previousRate = rate
                // Round-off has been reached: further iterations only stir it.
                if rate > 0.5, factor * change <= 10 * newtonTolerance, iteration > 2 {
                    addChange()
                    return .converged(iterations: iteration)
                }
                guard convergenceRate < 0.99 else { return .failed(factor: 0.5) }
                factor = convergenceRate / (1 - convergenceRate)
                let remaining = Double(maximumIterations - 1 - iteration)
                let forecast = factor * change * pow(convergenceRate, remaining) / newtonTolerance
                if forecast >= 1 {
                    let excess = max(1e-4, min(20, forecast))
                    return .failed(factor: 0.8 * pow(excess, -1 / (4 + max(remaining, 0))))
                }
            }
            previousChange = max(change, Double.ulpOfOne)
            addChange()
            if factor * change <= newtonTolerance {
                convergenceFactor = factor
                return .converged(iterations: iteration)
            }
        }
        return .failed(factor: 0.5)
    }

    private mutating func setStartingValues(step: Double) {
        guard lastStep > 0 else {
            workspace.increments.withUnsafeMutableBufferPointer { $0.update(repeating: 0) }
            return
        }
        tableau.extrapolation(ratio: step / lastStep, into: &workspace.weights)
        LinearAlgebra.multiply(workspace.weights, workspace.history, into: &workspace.increments)
    }

    /// defect = F(y + Z) - h^-1 (A^-1 (x) M) Z.
    private mutating func setDefect(step: Double) throws {
        for stage in 0..<tableau.stages { workspace.times[stage] = time + tableau.nodes[stage] * step }
        workspace.states.setRows(state, plus: workspace.increments)
        try system.evaluate(times: workspace.times, states: workspace.states, values: &workspace.defect)
        LinearAlgebra.multiply(tableau.inverse, workspace.increments, alpha: 1 / step, into: &workspace.scratch)
        for stage in 0..<tableau.stages {
            workspace.scratch.copyRow(stage, to: &workspace.vector)
            workspace.mass.multiply(workspace.vector, into: &workspace.product)
            workspace.defect.addToRow(stage, -1, workspace.product)
        }
        counts.newtonIterations += 1
    }

    /// Solves the transformed systems and leaves the change of Z in `transformed`.
    private mutating func solveForChange(step: Double) throws {
        LinearAlgebra.multiply(tableau.toEigenvectors, workspace.defect, into: &workspace.transformed)
        workspace.transformed.copyRow(0, to: &workspace.vector)
        try workspace.realFactors.solve(&workspace.vector)
        workspace.scratch.setRow(0, workspace.vector)
        for pair in workspace.complexFactors.indices {
            workspace.complexVector.gather(workspace.transformed, row: 2 * pair + 1)
            try workspace.complexFactors[pair].solve(&workspace.complexVector)
            workspace.scratch.scatter(workspace.complexVector, row: 2 * pair + 1)
        }
        LinearAlgebra.multiply(tableau.fromEigenvectors, workspace.scratch, into: &workspace.transformed)
    }

    private mutating func addChange() {
        LinearAlgebra.addScaled(1, workspace.transformed, to: &workspace.increments)
    }
}

extension Tensor where Element == Double {
    mutating func setRow(_ row: Int, _ vector: Tensor<Double>) {
        let width = shape[1]
        withUnsafeMutableBufferPointer { target in
            vector.withUnsafeBufferPointer { source in
                for index in 0..<width { target[row * width + index] = source[index] }
            }
        }
    }

    /// Rows `row` and `row + 1` from real and imaginary parts.
    fileprivate mutating func scatter(_ vector: Tensor<Complex<Double>>, row: Int) {
        let width = shape[1]
        withUnsafeMutableBufferPointer { target in
            vector.withUnsafeBufferPointer { source in
                for index in 0..<width {
                    target[row * width + index] = source[index].real
                    target[(row + 1) * width + index] = source[index].imaginary
                }
            }
        }
    }
}

extension Tensor where Element == Complex<Double> {
    /// Real and imaginary parts from rows `row` and `row + 1`.
    fileprivate mutating func gather(_ matrix: Tensor<Double>, row: Int) {
        let width = count
        withUnsafeMutableBufferPointer { target in
            matrix.withUnsafeBufferPointer { source in
                for index in 0..<width {
                    target[index] = Complex(source[row * width + index], source[(row + 1) * width + index])
                }
            }
        }
    }
}

import Foundation
import NumericsCore

extension RadauIIA {
    /// Takes one accepted step towards `limit`, which is hit exactly and never passed.
    ///
    /// Failed attempts are repeated inside with shorter steps.
    /// - Throws: `IntegrationError`.
    public mutating func step(until limit: Double) throws {
        var (length, endsAtLimit) = fittedStep(until: limit)
        var isFresh = false
        var wasRejected = false
        try prepareStep(length)
        while true {
            try checkLength(length)
            if !(try prepareFactors(length, isFresh: &isFresh)) {
                length *= 0.5
                endsAtLimit = false
                continue
            }
            switch try solveStages(step: length) {
            case .failed(let factor):
                counts.newtonFailures += 1
                convergenceRate = 1
                convergenceFactor = 1
                // An old Jacobian may be to blame: try the same step with a new one first.
                if isFresh {
                    length *= factor
                    endsAtLimit = false
                } else {
                    jacobianIsSet = false
                }
            case .converged(let iterations):
                let error = try estimateError(step: length, secondFilter: counts.steps == 0 || wasRejected)
                let effort = newtonEffort(iterations)
                if error < 1 {
                    accept(length, error: error, effort: effort, limit: endsAtLimit ? limit : nil, wasRejected: wasRejected)
                    return
                }
                counts.rejected += 1
                wasRejected = true
                length *= counts.steps == 0 ? 0.1 : controller.reject(error: error, effort: effort)
                endsAtLimit = false
            }
        }
    }

    /// The proposed step, evened out so that the last steps before `limit` are equal rather than one sliver.
    func fittedStep(until limit: Double) -> (length: Double, endsAtLimit: Bool) {
        let remaining = limit - time
        let wanted = min(proposedStep, maximumStep)
        if wanted * 1.001 >= remaining { return (remaining, true) }
        // Between one and two steps away: halves avoid a tiny last step and one refactorisation.
        return wanted * 2 > remaining ? (remaining / 2, false) : (wanted, false)
    }

    private mutating func prepareStep(_ length: Double) throws {
        stepTolerance.setWeights(&workspace.errorWeights, at: state)
        let indices = system.differentiationIndices
        if !indices.isEmpty {
            // The error of an index-2 unknown is one order lower in h; its weight is relaxed accordingly.
            let scale = min(length, 1)
            workspace.errorWeights.withUnsafeMutableBufferPointer { weights in
                for index in indices.indices where indices[index] > 1 { weights[index] *= scale }
            }
        }
        workspace.oneState.setRow(0, state)
        try system.evaluate(times: [time], states: workspace.oneState, values: &workspace.oneValue)
        workspace.oneValue.copyRow(0, to: &workspace.startValue)
        if let position = workspace.startValue.firstNotFinite {
            throw IntegrationError.notFinite(time: time, unknown: position)
        }
    }

    private func checkLength(_ length: Double) throws {
        guard abs(length) > 16 * Double.ulpOfOne * max(abs(time), abs(length)), length > 1e-300 else {
            throw IntegrationError.stepTooSmall(time: time, step: length)
        }
    }

    /// Makes Jacobian and factors fit; false if a matrix is singular.
    private mutating func prepareFactors(_ length: Double, isFresh: inout Bool) throws -> Bool {
        if !jacobianIsSet {
            try system.jacobian(time: time, state: state, into: &workspace.jacobian)
            counts.jacobians += 1
            jacobianTime = time
            LinearAlgebra.copy(state, to: &jacobianState)
            jacobianIsSet = true
            isFresh = true
            factoredStep = 0
        }
        guard factoredStep != length else { return true }
        return try factorize(length)
    }

    mutating func factorize(_ length: Double) throws -> Bool {
        counts.factorizations += 1
        factoredStep = 0
        do {
            try workspace.realFactors.factorize(
                alpha: tableau.realEigenvalue / length, mass: workspace.mass, jacobian: workspace.jacobian)
            for (pair, value) in tableau.complexEigenvalues.enumerated() {
                try workspace.complexFactors[pair].factorize(
                    alpha: Complex(value.real / length, value.imaginary / length), mass: workspace.mass,
                    jacobian: workspace.jacobian)
            }
        } catch LinearAlgebraError.singular {
            if length < 1e-12 * max(abs(time), 1) { throw IntegrationError.singular(time: time) }
            return false
        }
        factoredStep = length
        return true
    }

    /// Steps are taken more cautiously when Newton's method needed many iterations.
    private func newtonEffort(_ iterations: Int) -> Double {
        let most = Double(maximumIterations)
        return min(1, (1 + 2 * most) / (Double(iterations) + 2 * most))
    }

    private mutating func accept(_ length: Double, error: Double, effort: Double, limit: Double?, wasRejected: Bool) {
        before = (time, lastStep, errorRatio, controller)
        LinearAlgebra.copy(state, to: &workspace.previousState)
        var ratio = controller.accept(error: error, step: length, effort: effort)
        if wasRejected { ratio = min(ratio, 1) }
        counts.steps += 1
        errorRatio = error
        lastStep = length
        workspace.increments.copyRow(tableau.stages - 1, to: &workspace.vector)
        LinearAlgebra.addScaled(1, workspace.vector, to: &state)
        swap(&workspace.increments, &workspace.history)
        time = limit ?? (time + length)
        // Fast convergence means the Jacobian is still good; then a nearly equal step can keep the factors too.
        let keepsJacobian = convergenceRate <= 1e-3
        if !keepsJacobian { jacobianIsSet = false }
        let shortened = length < 0.99 * proposedStep && !wasRejected
        let proposal = length * ratio
        if keepsJacobian, ratio >= 1, ratio <= 1.2 {
            proposedStep = length
        } else {
            // A step cut short to meet an output time says nothing against the longer one proposed before it.
            proposedStep = shortened ? max(proposal, min(proposedStep, length * 8)) : proposal
        }
    }

    /// Takes the last accepted step back, to repeat it otherwise; only once after each step.
    ///
    /// The step that was taken is proposed again.
    public mutating func undoStep() {
        proposedStep = lastStep
        swap(&workspace.increments, &workspace.history)
        LinearAlgebra.copy(workspace.previousState, to: &state)
        (time, lastStep, errorRatio, controller) = before
        counts.steps -= 1
        jacobianIsSet = false
        factoredStep = 0
    }
}

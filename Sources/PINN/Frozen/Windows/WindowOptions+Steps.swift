import Solving
import TimeIntegration

extension WindowOptions {
    /// Errors of steps add up and steepening amplifies them, so a step may take a tenth of the tolerance.
    var stepTolerance: Double { 0.1 * tolerance }
    var stepTolerances: ErrorTolerance { ErrorTolerance(relative: stepTolerance, absolute: [stepTolerance]) }

    /// The error of a step in the solver's words.
    /// - Parameter component: that an unknown belongs to.
    func worded(
        _ error: IntegrationError, _ equations: FrozenEquations, step: Int, component: (Int) -> Int = { _ in 0 }
    ) -> SolverError {
        let names = equations.names.components
        switch error {
        case .stepTooSmall(let time, _):
            return .diverged(
                field: names[0], location: "t = \(time)", step: step,
                likelyKnob: "the solution becomes singular, or the tolerance \(tolerance) cannot be met")
        case .notFinite(let time, let unknown):
            return .diverged(
                field: names[component(unknown)], location: "t = \(time)", step: step, likelyKnob: "a formula has no finite value there")
        case .singular(let time): return .singular(what: "the system of a step at t = \(time)")
        case .checkpointMismatch(let reason): return .checkpointMismatch(reason)
        }
    }
}

import Foundation
import NumericsCore

/// Adaptive Radau IIA integrator of order 5, 9 or 13 for M y' = f(t, y) (Hairer and Wanner 1996, 1999: RADAU5, RADAU).
///
/// Stiffly accurate and L-stable, hence at home with differential-algebraic systems of index 1 and 2. One step solves
/// for all stages together by simplified Newton, transformed to one real and (s-1)/2 complex systems of size n.
public struct RadauIIA {
    public let tableau: RadauTableau
    public let system: any ImplicitSystem
    /// The tolerance as asked for. The absolute part may be changed between steps.
    public private(set) var tolerance: ErrorTolerance
    /// Instant reached.
    public internal(set) var time: Double
    /// State at that instant [n].
    public internal(set) var state: Tensor<Double>
    /// Step the controller proposes next.
    public internal(set) var proposedStep: Double
    /// Longest step allowed.
    public var maximumStep = Double.infinity
    /// Error over tolerance of the last accepted step.
    public internal(set) var errorRatio = 0.0
    /// Length of the last accepted step; 0 before the first one.
    public internal(set) var lastStep = 0.0
    public internal(set) var counts = Counts()

    /// Work done so far.
    public struct Counts: Sendable, Hashable {
        public var steps = 0
        public var rejected = 0
        public var newtonFailures = 0
        public var jacobians = 0
        public var factorizations = 0
        public var newtonIterations = 0
    }

    /// Tolerance of the embedded estimate: tol^((s+1)/2s) / 10, since the solution is of higher order than the estimate.
    var stepTolerance: ErrorTolerance
    let newtonTolerance: Double
    var controller: StepController
    /// Convergence rate of the last Newton iteration.
    var convergenceRate = 1.0
    /// theta / (1 - theta) of the last Newton iteration: estimate of the remaining error per change.
    var convergenceFactor = 1.0
    /// Step the factors belong to; 0 if none.
    var factoredStep = 0.0
    /// Instant and state of the Jacobian in use; kept so that a checkpoint can recompute it.
    var jacobianTime = 0.0
    var jacobianState: Tensor<Double>
    var jacobianIsSet = false
    var workspace: RadauWorkspace
    /// What `undoStep` goes back to: instant, last step, its error and the controller.
    var before: (time: Double, lastStep: Double, errorRatio: Double, controller: StepController)

    /// - Parameters:
    ///   - firstStep: step to try first; a cautious guess is improved within a few steps.
    public init(
        system: any ImplicitSystem, stages: Int, tolerance: ErrorTolerance, time: Double, state: Tensor<Double>,
        firstStep: Double
    ) {
        self.init(
            system: system, tableau: RadauTableau(stages: stages), tolerance: tolerance, time: time, state: state,
            firstStep: firstStep)
    }

    init(
        system: any ImplicitSystem, tableau: RadauTableau, tolerance: ErrorTolerance, time: Double,
        state: Tensor<Double>, firstStep: Double
    ) {
        self.tableau = tableau
        self.system = system
        self.tolerance = tolerance
        self.time = time
        self.state = state
        proposedStep = firstStep
        let stages = Double(tableau.stages)
        let exponent = (stages + 1) / (2 * stages)
        stepTolerance = RadauIIA.stepTolerance(tolerance, stages: tableau.stages)
        let relative = stepTolerance.relative
        newtonTolerance = max(10 * Double.ulpOfOne / relative, min(0.03, pow(relative, 1 / exponent - 1)))
        controller = StepController(law: .predictive, estimateOrder: tableau.stages + 1)
        jacobianState = state
        before = (time, 0, 0, controller)
        workspace = RadauWorkspace(tableau: tableau, system: system)
    }

    private static func stepTolerance(_ tolerance: ErrorTolerance, stages: Int) -> ErrorTolerance {
        let exponent = Double(stages + 1) / Double(2 * stages)
        return tolerance.scaled(by: 0.1 * pow(tolerance.relative, exponent - 1))
    }

    /// Sets the absolute tolerances [n], for solutions whose size changes in time.
    public mutating func setAbsoluteTolerance(_ absolute: [Double]) {
        tolerance.absolute = absolute
        stepTolerance = RadauIIA.stepTolerance(tolerance, stages: tableau.stages)
    }
}

import NumericsCore

/// Solves with the Jacobian of a scalar problem in two dimensions without forming it: GMRES, preconditioned by fast
/// diagonalisation of the operator whose coefficients are averaged across each axis.
///
/// The preconditioner multiplies from the left, so that the iteration measures errors in the units of the unknown and
/// not residuals of rows that differ by powers of the degree.
struct KrylovJacobian: Sendable {
    private let system: CollocationSystem
    private var linearized: CollocationSystem.Workspace
    private var preconditioner: SeparableSolver

    /// Relative size of the preconditioned residual at which the iteration ends.
    private static let tolerance = 1e-11
    private static let mostIterations = 240
    private static let restart = 80

    /// Takes over a workspace in which residual and partial derivatives have been evaluated at `state`; nil if no
    /// separable operator is near.
    init?(_ system: CollocationSystem, linearized: CollocationSystem.Workspace) {
        guard let structure = SeparableStructure(averaging: system, linearized: linearized),
            let preconditioner = SeparableSolver(structure)
        else { return nil }
        self.system = system
        self.linearized = linearized
        self.preconditioner = preconditioner
    }

    /// Overwrites rows with the solution; false if the iteration did not get there.
    func solve(_ b: inout Tensor<Double>) -> Bool {
        let (system, linearized, preconditioner) = (system, linearized, preconditioner)
        let image = FunctionOperator(order: system.count) { vector, result in
            var scratch = linearized
            var rows = result
            system.product(vector, linearized: linearized, into: &rows, scratch: &scratch)
            result = preconditioner.apply(rows)
        }
        var iteration = GMRES(
            image, right: preconditioner.apply(b), restart: Self.restart,
            limits: KrylovLimits(relative: Self.tolerance, iterations: Self.mostIterations))
        iteration.run()
        b = iteration.solution
        let reached = (iteration.history.last ?? 0) / max(iteration.history[0], .leastNormalMagnitude)
        // Rounding of the preconditioned operator may end the iteration a little above its goal.
        return reached <= 1e-6 && b.isFinite
    }
}

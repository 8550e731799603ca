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
    private let tolerance: Double
    private static let mostIterations = 240
    private static let restart = 80

    /// Takes over a workspace in which residual and partial derivatives have been evaluated at `state`; nil if no
    /// separable operator is near.
    init?(_ system: CollocationSystem, linearized: CollocationSystem.Workspace, tolerance: Double) {
        guard let structure = SeparableStructure(averaging: system, linearized: linearized),
            let preconditioner = SeparableSolver(structure)
        else { return nil }
        self.tolerance = tolerance
        self.system = system
        self.linearized = linearized
        self.preconditioner = preconditioner
    }

    /// Overwrites rows with the solution; false if the iteration did not get there.
    func solve(_ b: inout Tensor<Double>) -> Bool {
        let image = PreconditionedJacobian(system, linearized: linearized, preconditioner: preconditioner)
        var iteration = GMRES(
            image, right: preconditioner.apply(b), restart: Self.restart,
            limits: KrylovLimits(relative: tolerance, iterations: Self.mostIterations))
        iteration.run()
        b = iteration.solution
        let reached = (iteration.history.last ?? 0) / max(iteration.history[0], .leastNormalMagnitude)
        // Rounding of the preconditioned operator may end the iteration a little above its goal.
        return reached <= max(1e-6, 2 * tolerance) && b.isFinite
    }
}

/// The product with the Jacobian, then the preconditioner; the scratch memory of a product is made once.
private struct PreconditionedJacobian: LinearOperator {
    private let system: CollocationSystem
    private let linearized: CollocationSystem.Workspace
    private let preconditioner: SeparableSolver
    private var scratch: CollocationSystem.Workspace
    private var rows: Tensor<Double>

    init(_ system: CollocationSystem, linearized: CollocationSystem.Workspace, preconditioner: SeparableSolver) {
        self.system = system
        self.linearized = linearized
        self.preconditioner = preconditioner
        scratch = system.makeWorkspace()
        rows = Tensor(shape: [system.count], repeating: 0)
    }

    var order: Int { system.count }

    mutating func apply(_ x: Tensor<Double>, into result: inout Tensor<Double>) {
        system.product(x, linearized: linearized, into: &rows, scratch: &scratch)
        result = preconditioner.apply(rows)
    }
}

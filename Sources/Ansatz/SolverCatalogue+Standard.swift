import Classical
import Solving

extension SolverCatalogue {
    /// All methods of this build, in the order in which `auto` tries them: the cheapest exact one first.
    public static let standard = SolverCatalogue(
        [FourierSolver.self, ChebyshevSolver.self, MultigridSolver.self, RungeKuttaSolver.self],
        missing: [
            "pinn", "gaussian-process", "deeponet", "multigrid-operator", "fourier-operator",
        ])
}

import Classical
import GaussianProcess
import PINN
import Solving

extension SolverCatalogue {
    /// All methods of this build, in the order in which `auto` tries them: the cheapest exact one first, learned ones last.
    public static let standard = SolverCatalogue(
        [
            FourierSolver.self, ChebyshevSolver.self, MultigridSolver.self, RungeKuttaSolver.self, FeatureSolver.self,
            FrozenBasisSolver.self, PINNSolver.self, GaussianProcessSolver.self,
        ],
        missing: [
            "deeponet", "multigrid-operator", "fourier-operator",
        ])

    /// The methods that need no start of their own: what a training may start from, coarsely solved.
    public static let classical = SolverCatalogue([
        FourierSolver.self, ChebyshevSolver.self, MultigridSolver.self, RungeKuttaSolver.self,
    ])
}

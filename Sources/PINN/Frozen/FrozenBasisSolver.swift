import Problems
import Solving

/// Frozen functions of space with coefficients that are integrated in time.
///
/// u(x, t) = Σ_k q_k(t) φ_k(x): random features in windows, or Fourier modes on a periodic coordinate. Nothing is trained: the
/// features are drawn once and made orthonormal, the equation is projected on them, and what is left is a system of ordinary
/// differential equations for q.
public struct FrozenBasisSolver: Solver {
    public static let name = "frozen"
    public static let summary =
        "frozen random features or Fourier modes in space, implicit or exponential integration in time; for evolution in boxes"
    public static let citation = """
        C. Datar, T. Kapoor, A. Chandra, Q. Sun, E. L. Bolager, I. Burak, A. Veselovska, M. Fornasier and F. Dietrich, Fast training \
        of accurate physics-informed neural networks without gradient descent, ICLR (2026); J. Chen, X. Chi, W. E and Z. Yang, J. Mach. \
        Learn. 1 (2022); E. Hairer and G. Wanner, J. Comput. Appl. Math. 111 (1999); A.-K. Kassam and L. N. Trefethen, SIAM J. Sci. \
        Comput. 26 (2005)
        """

    let settings: Settings

    public init(settings: Settings) throws {
        self.settings = settings
    }

    public func supports(_ problem: Problem) -> Support {
        do {
            _ = try FrozenEquations(problem)
            return .yes
        } catch SolverError.unsupported(let term, let reason, let alternative) {
            return .no(because: term.isEmpty ? reason : "'\(term)': \(reason)", alternative: alternative)
        } catch {
            return .no(because: "\(error)", alternative: nil)
        }
    }

    public func makeStepper(for problem: Problem, context: SolveContext) throws -> any SolutionStepper {
        if case .no(let reason, let alternative) = supports(problem) {
            throw SolverError.unsupported(term: problem.name, because: reason, try: alternative)
        }
        return try FrozenStepper(problem, settings: FrozenSettings(settings), context: context)
    }
}

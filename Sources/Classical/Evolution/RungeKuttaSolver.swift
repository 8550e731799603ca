import Problems
import Solving

/// Implicit Runge-Kutta integration of systems of ordinary differential and differential-algebraic equations.
public struct RungeKuttaSolver: Solver {
    public static let name = "runge-kutta"
    public static let summary = "adaptive Radau IIA of order 5, 9 or 13 for systems of ordinary differential equations, stiff or not"
    public static let citation =
        "Hairer and Wanner 1999, J. Comput. Appl. Math. 111, 93; 1996, Solving Ordinary Differential Equations II"

    public static let schema: [SettingDescription] = [
        SettingDescription(
            "tolerance", .number(range: 1e-13...1e-1, default: 1e-10),
            meaning: "Error allowed in one time step, relative to the size of each unknown."),
        SettingDescription(
            "stages", .choice(["auto", "3", "5", "7"], default: "auto"),
            meaning: "Stages of Radau IIA, of order twice the stages less one; auto follows the tolerance."),
        SettingDescription(
            "error-estimate", .flag(default: true),
            meaning: "Whether a second run with a looser tolerance estimates the error."),
    ]

    private let settings: Settings

    public init(settings: Settings) throws {
        self.settings = settings
    }

    public func supports(_ problem: Problem) -> Support {
        guard problem.spaceIndices.isEmpty else {
            return .no(because: "the problem has space coordinates", alternative: "chebyshev")
        }
        if let objection = problem.inverseObjection { return .no(because: objection, alternative: nil) }
        do {
            _ = try EvolutionSetup(problem)
            return .yes
        } catch SolverError.unsupported(let term, let reason, _) {
            return .no(because: "'\(term)': \(reason)", alternative: "chebyshev")
        } catch {
            return .no(because: "\(error)", alternative: nil)
        }
    }

    public func makeStepper(for problem: Problem, context: SolveContext) throws -> any SolutionStepper {
        if case .no(let reason, let alternative) = supports(problem) {
            throw SolverError.unsupported(term: problem.name, because: reason, try: alternative)
        }
        let tolerance = settings.number("tolerance")
        let stages = Int(settings.text("stages")) ?? EvolutionOptions.stages(tolerance: tolerance)
        let options = EvolutionOptions(
            tolerance: tolerance, points: 1, adapts: false, integrator: .radau, stages: stages, smallestElement: 0,
            maximumUnknowns: 5000)
        return try EvolutionStepper(
            problem, method: Self.name, options: options, estimates: settings.flag("error-estimate"),
            threads: context.threads, reasons: ["integrator: Radau IIA of order \(2 * stages - 1)"])
    }
}

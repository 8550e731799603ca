import Discretization
import Problems
import Solving

/// The part of the method `chebyshev` that integrates in time.
enum ChebyshevEvolution {
    /// Settings for problems in time only; tolerance, degree, elements and error estimate are shared with steady ones.
    static let schema: [SettingDescription] = [
        SettingDescription(
            "adapt-elements", .flag(default: true),
            meaning: "Whether elements are divided and merged, or points added, while the solution evolves."),
        SettingDescription(
            "smallest-element", .number(range: 1e-12...0.5, default: 1e-6),
            meaning: "Shortest element as a fraction of the axis; a solution that needs shorter ones is taken to form a jump."),
        SettingDescription(
            "integrator", .choice(["auto", "radau", "ark"], default: "auto"),
            meaning: "Time integrator: implicit Radau IIA, or ARK4(3)6L[2]SA with constant-coefficient linear terms implicit, the rest explicit."),
        SettingDescription(
            "stages", .choice(["auto", "3", "5", "7"], default: "auto"),
            meaning: "Stages of Radau IIA, of order twice the stages less one; auto follows the tolerance."),
    ]

    /// True if the problem is an initial-value problem in time that this part takes; others are solved as a whole.
    static func isEvolution(_ problem: Problem) -> Bool {
        guard let time = problem.timeIndex, !problem.spaceIndices.isEmpty else { return false }
        return problem.conditions.allSatisfy { condition in
            if case .instant(let instant) = condition.place { instant == problem.coordinates[time].lower } else { true }
        }
    }

    /// What rules the method out: the form in time, or a term or condition that collocation cannot take; nil if nothing does.
    static func objection(_ problem: Problem) -> String? {
        do {
            try ChebyshevSolver.trial(try EvolutionSetup(problem).collocation)
            return nil
        } catch SolverError.unsupported(let term, let reason, _) {
            return "'\(term)': \(reason)"
        } catch let error as DiscretizationError {
            return error.reason
        } catch {
            return "\(error)"
        }
    }

    /// - Throws: `SolverError.unsupported`, naming the term.
    static func makeStepper(
        for problem: Problem, tolerance: Double, estimates: Bool, settings: Settings, context: SolveContext
    ) throws -> any SolutionStepper {
        let (integrator, reason) = integrator(settings)
        let stages = Int(settings.text("stages")) ?? EvolutionOptions.stages(tolerance: tolerance)
        let own = ChebyshevSettings(settings)
        // A component with two conditions has a degree one above the number of points at which its equation holds.
        let points = own.degree.map { max($0[0] - 1, 2) } ?? EvolutionOptions.points(tolerance: tolerance)
        let isBanded = problem.spaceIndices.count == 1 && problem.functionals.isEmpty
            && !problem.coordinates.contains(where: \.isPeriodic)
        let options = EvolutionOptions(
            tolerance: max(tolerance, 1e-13), points: points, elements: own.elements?[0] ?? 1,
            adapts: settings.flag("adapt-elements"), integrator: integrator, stages: stages,
            smallestElement: settings.number("smallest-element"),
            maximumUnknowns: isBanded ? 20_000 : min(own.maximumUnknowns, densestSystem))
        let name = integrator == .radau ? "Radau IIA of order \(2 * stages - 1)" : "ARK4(3)6L[2]SA"
        return try EvolutionStepper(
            problem, method: "chebyshev", options: options, estimates: estimates, threads: context.threads,
            reasons: ["integrator: \(name)\(reason)"])
    }

    /// Most unknowns with dense matrices: several complex factorisations of that order are needed in most time steps.
    private static let densestSystem = 1600

    private static func integrator(_ settings: Settings) -> (EvolutionOptions.Integrator, reason: String) {
        switch settings.text("integrator") {
        case "ark": (.ark, "")
        case "radau": (.radau, "")
        default: (.radau, ", chosen because it takes stiff, nonlinear and algebraic terms alike and needs the fewest steps")
        }
    }
}

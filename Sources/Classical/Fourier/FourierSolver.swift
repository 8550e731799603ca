import Expressions
import NumericsCore
import Problems
import Solving
import TimeIntegration

/// Fourier pseudo-spectral method with exponential time stepping, for problems periodic in every space coordinate.
///
/// Evolution problems of any order in time, systems and linear constraint equations included; steady problems by division by
/// the symbol, or by Newton's method where they are nonlinear or have variable coefficients.
public struct FourierSolver: Solver {
    public static let name = "fourier"
    public static let summary = "Fourier series in space, exponential Runge-Kutta in time; periodic boxes in 1 to 3 dimensions"
    public static let citation =
        "Cox and Matthews 2002, J. Comput. Phys. 176, 430; Kassam and Trefethen 2005, SIAM J. Sci. Comput. 26, 1214"

    public static let schema: [SettingDescription] = [
        SettingDescription(
            "tolerance", .number(range: 1e-13...1e-1, default: 1e-10),
            meaning: "Error allowed in one time step, and in the spectrum beyond the last mode, relative to the solution's norm."),
        SettingDescription(
            "modes", .integers(range: 4...65536, default: nil),
            meaning: "Points to start with along each space axis (one number for all); the program adds more as needed."),
        SettingDescription(
            "max-modes", .integers(range: 4...1_048_576, default: nil),
            meaning: "Most points along each space axis (one number for all) before the solve gives up."),
        SettingDescription("adapt-modes", .flag(default: true), meaning: "Whether points are added while the solution steepens."),
        SettingDescription(
            "dealias", .flag(default: true),
            meaning: "Whether products are evaluated on a finer grid so that they do not alias."),
        SettingDescription(
            "step", .number(range: 1e-12...1e12, default: nil), unit: "time",
            meaning: "Fixed time step; without it the step follows from the tolerance."),
        SettingDescription(
            "error-estimate", .flag(default: true),
            meaning: "Whether a second, coarser run estimates the error; it runs beside the first where there are two threads."),
    ]

    public let settings: Settings

    public init(settings: Settings) throws {
        self.settings = settings
    }

    public func supports(_ problem: Problem) -> Support {
        if let reason = Self.objection(problem) { return .no(because: reason, alternative: "chebyshev") }
        do {
            _ = try Self.equations(problem)
            return .yes
        } catch SolverError.unsupported(let term, let reason, let alternative) {
            return .no(because: "'\(term)': \(reason)", alternative: alternative)
        } catch {
            return .no(because: "\(error)", alternative: nil)
        }
    }

    /// What in the shape of the problem rules the method out.
    private static func objection(_ problem: Problem) -> String? {
        let space = problem.spaceIndices
        if space.isEmpty { return "the problem has no space coordinate" }
        if space.count > 3 { return "the problem has more than three space coordinates" }
        if !problem.isBox { return "the domain is not a box" }
        if problem.energy != nil { return "the problem minimises an energy instead of stating equations" }
        if let open = space.first(where: { !problem.coordinates[$0].isPeriodic }) {
            return "coordinate '\(problem.coordinates[open].name)' is not periodic"
        }
        if let condition = problem.conditions.first(where: { if case .instant = $0.place { false } else { true } }) {
            return "condition '\(condition.name)' is on a boundary, and a periodic box has none"
        }
        if let objection = problem.inverseObjection { return objection }
        return nil
    }

    private static func equations(_ problem: Problem) throws -> FourierEquations {
        try problem.timeIndex == nil ? FourierEquations(steady: problem) : FourierEquations(evolution: problem)
    }

    public func makeStepper(for problem: Problem, context: SolveContext) throws -> any SolutionStepper {
        if let reason = Self.objection(problem) {
            throw SolverError.unsupported(term: problem.name, because: reason, try: "chebyshev")
        }
        let equations = try Self.equations(problem)
        let options = try options(dimension: equations.axes.count, isSteady: equations.timeIndex == nil)
        let estimates = settings.flag("error-estimate")
        if equations.timeIndex == nil {
            return try FourierSteadyStepper(equations, options, problem: problem, estimates: estimates)
        }
        return try FourierEvolutionStepper(equations, options, problem: problem, estimates: estimates, threads: context.threads)
    }

    /// Points per axis by default, by dimension: at the start, at most for data that are not smooth, at most at all.
    private static let evolutionCounts = (start: [32, 32, 16], rough: [1024, 256, 64], most: [8192, 1024, 192])
    private static let steadyCounts = (start: [32, 32, 16], most: [65536, 2048, 192])

    private func options(dimension: Int, isSteady: Bool) throws -> FourierRunOptions {
        let defaults = isSteady
            ? (start: Self.steadyCounts.start, rough: Self.steadyCounts.most, most: Self.steadyCounts.most) : Self.evolutionCounts
        let given = try perAxis("modes", dimension)
        let start = given ?? Array(repeating: defaults.start[dimension - 1], count: dimension)
        let limit = try perAxis("max-modes", dimension) ?? start.map { max($0, defaults.most[dimension - 1]) }
        let adapts = settings.flag("adapt-modes")
        let rough = zip(start, limit).map { adapts ? max($0, min($1, defaults.rough[dimension - 1])) : $0 }
        return FourierRunOptions(
            tolerance: settings.number("tolerance"), counts: start, maximumCounts: limit, initialCounts: rough, refines: adapts,
            dealiases: settings.flag("dealias"), fixedStep: settings.has("step") ? settings.number("step") : nil)
    }

    private func perAxis(_ name: String, _ dimension: Int) throws -> [Int]? {
        guard settings.has(name) else { return nil }
        let values = settings.integers(name)
        guard values.count == dimension || values.count == 1 else {
            throw SolverError.unsupported(
                term: "\(name): \(values)", because: "the problem has \(dimension) space axes", try: nil)
        }
        return (0..<dimension).map { values[values.count == 1 ? 0 : $0] }.map { $0 + $0 % 2 }
    }
}

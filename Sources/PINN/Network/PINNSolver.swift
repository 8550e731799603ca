import NumericsCore
import Problems
import Solving

/// A physics-informed network: a perceptron over space and time whose parameters make the residuals of the equations small at
/// collocation points, in double precision, with exact derivatives, by least squares.
public struct PINNSolver: Solver {
    public static let name = "pinn"
    public static let summary = "physics-informed network over space and time, trained by least squares in double precision"
    public static let citation = """
        M. Raissi, P. Perdikaris and G. E. Karniadakis, J. Comput. Phys. 378 (2019); \
        M. K. Transtrum and J. P. Sethna, arXiv:1201.5885 (2012)
        """

    package let settings: Settings

    public init(settings: Settings) throws {
        self.settings = settings
    }

    public static var schema: [SettingDescription] {
        [
            SettingDescription(
                "network", .choice(PINNSettings.Network.allCases.map(\.rawValue), default: "perceptron"),
                meaning: "Kind of network; gaussians are placed by the first entry of hidden, the others by all."),
            SettingDescription(
                "hidden", .integers(range: 1...4096, default: [12, 12, 12, 12]),
                meaning: "Neurons of each hidden layer."),
            SettingDescription(
                "harmonics", .integer(range: 1...64, default: 2),
                meaning: "Multiples of the lowest wave along each periodic coordinate that the network sees."),
            SettingDescription(
                "edges", .choice(PINNSettings.Edges.allCases.map(\.rawValue), default: "chebyshev"),
                meaning: "Functions on the edges of a kolmogorov-arnold network: polynomials of degree 4, or splines of degree 5 over four intervals."),
            SettingDescription(
                "windows", .integers(range: 1...64, default: nil),
                meaning: "Overlapping windows along each coordinate, time included, each with a network of its own; one network for all if left out."),
            SettingDescription(
                "cells", .integers(range: 1...64, default: nil),
                meaning: "Cells along each coordinate, time included, that meet without overlapping, each with a network of its own; cuts move to where coefficients jump."),
            InterfaceCondition.setting,
            SettingDescription(
                "activation", .choice(["tanh", "sin", "gelu"], default: "tanh"), meaning: "Function between the layers."),
            SettingDescription(
                "adaptive-slopes", .flag(default: false), meaning: "Whether the slope of each layer's function is trained too."),
            SettingDescription(
                "optimizer", .choice(OptimizerChoice.names, default: "auto"),
                meaning: "How the parameters are found; auto chooses by their number."),
            SettingDescription(
                "iterations", .integer(range: 1...10_000_000, default: 1000), meaning: "Most steps of the optimizer."),
            SettingDescription(
                "tolerance", .number(range: 1e-15...0.1, default: 1e-6),
                meaning: "Relative error asked for; training ends when the residual at points that were not trained on, relative to the data, and the error estimated from it are below it."),
            SettingDescription(
                "points", .integer(range: 1...10_000_000, default: nil),
                meaning: "Collocation points inside; four a parameter if left out."),
            SettingDescription(
                "condition-points", .integer(range: 1...1_000_000, default: nil),
                meaning: "Points of each condition that is not met by construction; chosen from the number inside if left out."),
            SettingDescription(
                "point-rule", .choice(PINNSettings.Points.allCases.map(\.rawValue), default: "sobol"), meaning: "How points are spread."),
            SettingDescription(
                "conditions", .choice(PINNSettings.Conditions.allCases.map(\.rawValue), default: "exact"),
                meaning: "exact: values on sides of a box, on whole smooth pieces of the boundary of a shape without re-entrant corners, and initial data are met by construction in up to three space coordinates, other conditions by least squares; weighted: all by least squares."),
            SettingDescription(
                "condition-weight", .number(range: 1e-6...1e9, default: 10),
                meaning: "What residuals of conditions are multiplied with against those of equations."),
            SettingDescription(
                "data-weight", .number(range: 1e-6...1e9, default: 1),
                meaning: "What misfits to observations are multiplied with against residuals of equations."),
            SettingDescription(
                "symmetry", .flag(default: true),
                meaning: "Whether reflections that leave the problem as it is are built into the network, in up to three space coordinates."),
            SettingDescription(
                "grading", .flag(default: true),
                meaning: "Whether points are spread anew where a first solve finds the solution steep."),
            SettingDescription(
                "correction", .choice(PINNSettings.Correction.allCases.map(\.rawValue), default: "none"),
                meaning: "Whether a linear problem in random features corrects the trained network: never, always, or where the tolerance was not met; kept only if residuals between the points fall."),
        ] + CoarseSolution.schema + AdaptationSettings.schema
    }

    public func supports(_ problem: Problem) -> Support {
        if let objection = problem.energyObjection ?? problem.inputObjection { return .no(because: objection, alternative: nil) }
        if let objection = problem.collocationObjection { return .no(because: objection, alternative: nil) }
        return problem.jumpObjection(cells: cellsWithFlux(problem)).map { .no(because: $0, alternative: "multigrid") } ?? .yes
    }

    /// The cells asked for, if the flux is held where they meet.
    private func cellsWithFlux(_ problem: Problem) -> CellLayout? {
        let read = PINNSettings(settings)
        guard let counts = read.cells, counts.count == problem.coordinates.count, read.interface.contains(.flux) else { return nil }
        return CellLayout(problem, counts: counts)
    }

    public func makeStepper(for problem: Problem, context: SolveContext) throws -> any SolutionStepper {
        if case .no(let reason, let alternative) = supports(problem) {
            throw SolverError.unsupported(term: problem.name, because: reason, try: alternative)
        }
        if problem.energy != nil, settings.has("cells") {
            throw SolverError.unsupported(term: "cells", because: "an energy needs functions without jumps", try: nil)
        }
        if settings.text("start") == PINNSettings.Start.coarse.rawValue, let objection = CoarseSolution.objection(to: problem) {
            throw SolverError.unsupported(term: "start: coarse", because: objection, try: "start: random")
        }
        if problem.energy != nil { return try EnergyStepper(problem, settings: PINNSettings(settings), context: context) }
        return try PINNStepper(problem, settings: PINNSettings(settings), context: context)
    }
}

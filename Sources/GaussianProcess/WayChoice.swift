import Discretization
import Problems

/// How a posterior is computed.
enum Way: Sendable {
    /// A tensor grid, values eliminated; the flat limit without a kernel.
    case grid
    /// A spectral mixture, its weights eliminated.
    case mixture
    /// All covariances in one matrix.
    case dense
}

/// Which way a problem is computed, and why.
struct WayChoice: Sendable {
    let way: Way
    /// Goes on after the name of the way.
    let reason: String

    /// - Parameters:
    ///   - wanted: the setting; `auto` for a choice.
    ///   - hasKernel: whether the user names a kernel.
    ///   - asksForPoints: whether settings are given that only the dense way has.
    init(_ problem: Problem, wanted: String, hasKernel: Bool, asksForPoints: Bool) {
        switch wanted {
        case "grid": (way, reason) = (.grid, "as the settings say")
        case "mixture": (way, reason) = (.mixture, "as the settings say")
        case "dense": (way, reason) = (.dense, "as the settings say")
        default:
            if asksForPoints {
                (way, reason) = (.dense, "because points and their spread are given")
            } else if hasKernel {
                (way, reason) = (.dense, "because a kernel is named, and every covariance of it is taken")
            } else if let objection = Self.gridObjection(problem) {
                (way, reason) = (.dense, "because \(objection)")
            } else {
                (way, reason) = (.grid, "because the domain is a box and all data are equations and conditions")
            }
        }
    }

    /// Why a problem cannot be put on a tensor grid; nil if it can.
    static func gridObjection(_ problem: Problem) -> String? {
        if !problem.isBox { return "the domain is not a box" }
        if problem.coordinates.count > 3 { return "there are more than three coordinates" }
        if !problem.observations.isEmpty { return "there are observations" }
        if problem.parameters.contains(where: \.isEstimated) { return "parameters are unknown" }
        if !problem.gauges.isEmpty || !problem.functionals.isEmpty { return "there are integrals or means" }
        do {
            let steady = try SpaceTime(problem, marchable: true)?.steady(problem) ?? problem
            if steady.timeIndex != nil { return "there is time without conditions" }
            let discrete = CollocationProblem(steady).substitutingDefinitions()
            if discrete.spaceIndices.count > 2, discrete.coordinates.count > 2, problem.timeIndex != nil {
                return "a grid over time and two coordinates would be too large"
            }
            _ = try CollocationSystem(discrete, axes: GridPolicy(discrete, wanted: [8], bases: discrete.spaceIndices.map { _ in nil }, tolerance: 1).start())
            return nil
        } catch {
            return error.reason
        }
    }
}

extension DiscretizationError {
    /// One clause.
    fileprivate var reason: String {
        switch self {
        case .unsupported(let term, let reason): "\(term): \(reason)"
        case .singular(let what): "singular: \(what)"
        case .notFinite(let place): "not finite: \(place)"
        }
    }
}

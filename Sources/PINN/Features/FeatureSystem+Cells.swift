import Problems
import TrialFunctions

extension FeatureSystem {
    /// Windows or cells along each coordinate; empty for one set of features.
    static func axes(_ problem: Problem, _ settings: FeatureSettings) -> (axes: [WindowAxis], vacant: Set<Int>, notes: [String]) {
        if let counts = settings.cells {
            let layout = CellLayout(problem, counts: counts)
            return (layout.axes, layout.vacant, layout.notes(problem))
        }
        guard let counts = settings.windows, counts.count == problem.coordinates.count else { return ([], [], []) }
        let axes = problem.coordinates.enumerated().map { index, coordinate in
            WindowAxis(from: coordinate.lower, to: coordinate.upper, count: coordinate.isTime ? 1 : counts[index])
        }
        return (axes.allSatisfy { $0.count == 1 } ? [] : axes, [], [])
    }

    /// What is wrong with the windows or cells asked for, with the setting that asks for them; nil if nothing is.
    static func objection(to settings: FeatureSettings, _ problem: Problem) -> (setting: String, reason: String)? {
        if let counts = settings.windows {
            let isInSpace = counts.count != 1 || problem.timeIndex == nil
            let list = counts.count == 1 && counts[0] == 1 ? nil : counts
            let reason = isInSpace ? NetworkDesign.objection(to: list, problem) : nil
            if let reason { return ("windows: \(counts)", reason) }
            if isInSpace, settings.cells != nil { return ("windows: \(counts)", "'cells' asks for ones that do not overlap") }
        }
        guard let cells = settings.cells else { return nil }
        return NetworkDesign.objection(to: cells, problem).map { ("cells: \(cells)", $0) }
    }

    /// Number of sets of features.
    var setCount: Int { axes.reduce(1) { $0 * $1.count } }

    /// Lengths of the windows along each coordinate over those of the ranges.
    var windowShares: [Double] {
        guard !axes.isEmpty else { return problem.coordinates.map { _ in 1 } }
        return zip(axes, problem.coordinates).map { axis, range in
            (0..<axis.count).map { (axis.support($0).upperBound - axis.support($0).lowerBound) / range.length }.max() ?? 1
        }
    }
}

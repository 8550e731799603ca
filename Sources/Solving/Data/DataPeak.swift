import Expressions
import NumericsCore
import Problems

/// The highest place of a term of a problem's data: a source, a coefficient, an initial or a boundary value.
///
/// Data narrower than the distance of a method's points fall between them: the answer then converges to that of the problem
/// without them, and two resolutions agree on it.
public struct DataPeak: Sendable {
    /// Where the data stand.
    public enum Law: Sendable, Equatable {
        case equation(Int)
        case condition(Int)
    }

    public let law: Law
    /// All coordinates of the problem.
    public let position: [Double]
    /// Distance along each coordinate over which the term falls to half, the longer one of both directions; the length of the range where it
    /// does not. [coordinate]
    public let widths: [Double]
    /// Part of the data of its law that lies within these widths, by absolute values.
    public let share: Double
    let term: Expression
    let height: Double
    let problem: Problem

    /// Whether points along each space coordinate [axis][point], ascending, are close enough together around the peak: no farther apart than
    /// its width, with which the sum over the points of a Gaussian differs from its integral by less than 1e-4.
    /// - Parameter place: another place with the same data, by space coordinate; the peak's own if nil.
    public func isResolved(by axes: [[Double]], at place: [Double]? = nil) -> Bool {
        problem.spaceIndices.indices.allSatisfy { axis in
            let (points, coordinate) = (axes[axis], problem.spaceIndices[axis])
            guard points.count > 1 else { return true }
            let own = place?[axis] ?? position[coordinate]
            let upper = min(max(points.firstIndex { $0 > own } ?? points.count - 1, 1), points.count - 1)
            return points[upper] - points[upper - 1] <= widths[coordinate]
        }
    }

    /// Whether at least two points [coordinate][point] lie where the term is at least half as high as at its peak.
    public func isSeen(by points: Tensor<Double>) -> Bool {
        let values = DataTerms.values(of: [term], at: points, problem: problem)
        return values[0].reduce(0) { abs($1) >= 0.5 * height ? $0 + 1 : $0 } > 1
    }

    /// For the user: what is missed, and where.
    public var remark: String {
        let place = zip(problem.coordinates, position).map { "\($0.name) = \(NumberText.short($1))" }.joined(separator: ", ")
        let ratios = problem.coordinates.indices.map { widths[$0] / problem.coordinates[$0].length }
        let narrowest = ratios.indices.min { ratios[$0] < ratios[$1] } ?? 0
        let name: String
        switch law {
        case .equation(let index): name = "equation '\(problem.equations[index].name)'"
        case .condition(let index): name = "condition '\(problem.conditions[index].name)'"
        }
        return "the data of \(name) hold something only \(NumberText.short(widths[narrowest])) wide near \(place): it falls between the points, "
            + "and the answer is without it"
    }
}

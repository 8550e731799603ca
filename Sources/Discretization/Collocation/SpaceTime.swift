import Expressions
import Fields
import NumericsCore
import Problems

/// A problem whose conditions in time are not all at the start, solved over space and time as a whole: time becomes one
/// more axis of collocation, its conditions those of the two ends.
package struct SpaceTime: Sendable {
    /// Index of the time coordinate.
    package let timeIndex: Int
    /// The times of the snapshots.
    package let times: [Double]

    /// nil if the problem has no time, or is an initial-value problem.
    /// - Parameter marchable: whether problems with conditions at the start alone are taken as well, which could be marched.
    package init?(_ problem: Problem, marchable: Bool = false) {
        guard let timeIndex = problem.timeIndex, !Self.instants(problem).isEmpty else { return nil }
        let range = problem.coordinates[timeIndex]
        guard marchable || Self.instants(problem).contains(where: { $0 != range.lower }) else { return nil }
        self.timeIndex = timeIndex
        times = problem.output.times.isEmpty ? [range.lower, range.upper] : problem.output.times
    }

    private static func instants(_ problem: Problem) -> [Double] {
        problem.conditions.compactMap { if case .instant(let instant) = $0.place { instant } else { nil } }
    }

    /// The same problem with time as a coordinate like the others.
    package func steady(_ problem: Problem) throws(DiscretizationError) -> Problem {
        var steady = problem
        steady.coordinates[timeIndex].isTime = false
        let range = problem.coordinates[timeIndex]
        for (index, condition) in problem.conditions.enumerated() {
            guard case .instant(let instant) = condition.place else { continue }
            guard instant == range.lower || instant == range.upper else {
                throw .unsupported(
                    term: condition.name, because: "it holds neither at the start nor at the end of the time range")
            }
            steady.conditions[index].place = .side(BoundarySide(coordinate: timeIndex, isUpper: instant == range.upper))
        }
        return steady
    }

    /// Fields at the output times, cut out of the fields over space and time.
    package func snapshots(_ layout: CollocationLayout, _ state: Tensor<Double>, unknowns: [Unknown]) -> [Snapshot] {
        let axes = layout.grid.axes
        let space = axes.indices.filter { $0 != timeIndex }
        let grid = Grid(space.map { axes[$0] })
        let names = space.map { axes[$0].name }
        return times.map { time in
            let positions = axes.indices.map { $0 == timeIndex ? [time] : axes[$0].points }
            let fields = unknowns.map { unknown in
                let values = unknown.components.flatMap { component in
                    layout.evaluate(component, orders: axes.map { _ in 0 }, at: positions, in: state).elements
                }
                return Field(
                    name: unknown.name, componentNames: unknown.isVector ? names : [unknown.name],
                    isVector: unknown.isVector, grid: grid,
                    values: Tensor(shape: [unknown.components.count] + grid.shape, elements: values))
            }
            return Snapshot(time: time, fields: fields)
        }
    }
}

import Discretization
import Expressions
import Fields
import NumericsCore
import Problems
import Solving

/// A problem whose conditions in time are not all at the start, solved over space and time as a whole: time becomes one
/// more axis of collocation, its conditions those of the two ends.
struct SpaceTime: Sendable {
    /// Index of the time coordinate.
    let timeIndex: Int
    /// The times of the snapshots.
    let times: [Double]

    /// nil if the problem has no time, or is an initial-value problem.
    init?(_ problem: Problem) {
        guard let timeIndex = problem.timeIndex, !Self.instants(problem).isEmpty else { return nil }
        let range = problem.coordinates[timeIndex]
        guard Self.instants(problem).contains(where: { $0 != range.lower }) else { return nil }
        self.timeIndex = timeIndex
        times = problem.output.times.isEmpty ? [range.lower, range.upper] : problem.output.times
    }

    private static func instants(_ problem: Problem) -> [Double] {
        problem.conditions.compactMap { if case .instant(let instant) = $0.place { instant } else { nil } }
    }

    /// The same problem with time as a coordinate like the others.
    func steady(_ problem: Problem) throws(DiscretizationError) -> Problem {
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
    func snapshots(_ level: SolvedLevel, unknowns: [Unknown]) -> [Snapshot] {
        let axes = level.layout.grid.axes
        let space = axes.indices.filter { $0 != timeIndex }
        let grid = Grid(space.map { axes[$0] })
        let names = space.map { axes[$0].name }
        return times.map { time in
            let positions = axes.indices.map { $0 == timeIndex ? [time] : axes[$0].points }
            let fields = unknowns.map { unknown in
                let values = unknown.components.flatMap { component in
                    level.layout.evaluate(component, orders: axes.map { _ in 0 }, at: positions, in: level.state).elements
                }
                return Field(
                    name: unknown.name, componentNames: unknown.isVector ? names : [unknown.name],
                    isVector: unknown.isVector, grid: grid,
                    values: Tensor(shape: [unknown.components.count] + grid.shape, elements: values))
            }
            return Snapshot(time: time, fields: fields)
        }
    }

    /// Evaluates at points of space, at the output times.
    func evaluator(_ level: SolvedLevel) -> SpaceTimeEvaluator {
        SpaceTimeEvaluator(layout: level.layout, state: level.state, timeIndex: timeIndex, times: times)
    }
}

/// Evaluates a solution over space and time at the output times.
struct SpaceTimeEvaluator: SolutionEvaluator {
    let layout: CollocationLayout
    let state: Tensor<Double>
    let timeIndex: Int
    let times: [Double]

    func evaluate(_ jets: [JetRequest], at points: Tensor<Double>, snapshot: Int) throws -> Tensor<Double> {
        let count = points.shape[0]
        let space = layout.axes.indices.filter { $0 != timeIndex }
        let positions = layout.axes.indices.map { axis in
            (0..<count).map { point in
                space.firstIndex(of: axis).map { points[point, $0] } ?? times[snapshot]
            }
        }
        let rows = jets.flatMap { jet in
            layout.evaluate(
                jet.component, orders: layout.axes.indices.map { jet.derivative[$0] }, atPoints: positions, in: state)
        }
        return Tensor(shape: [jets.count, count], elements: rows)
    }
}

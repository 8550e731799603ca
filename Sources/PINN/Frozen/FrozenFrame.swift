import Expressions
import Fields
import NumericsCore
import Problems
import Solving

/// A sum of frozen functions of space.
protocol FrozenExpansion: Sendable {
    /// A derivative of a component at places along the range.
    func values(of component: Int, order: Int, at places: [Double]) -> [Double]
    /// Places along the range, fit to hold the expansion.
    func axis(_ coordinate: Coordinate) -> GridAxis
}

/// The solution at an output time: an expansion and a known part.
struct FrozenFrame: Sendable {
    var time: Double
    var expansion: any FrozenExpansion
    /// K by component.
    var known: [Expression]
    /// The instant at which K is evaluated.
    var knownTime: Double

    /// A derivative of a component at places along the range.
    func values(of component: Int, order: Int, at places: [Double], problem: Problem) throws -> [Double] {
        var values = expansion.values(of: component, order: order, at: places)
        guard !known[component].isZero else { return values }
        let derivative = known[component].derivative(MultiIndex.none.raised(along: problem.spaceIndices[0], by: order))
        let points = Tensor(shape: [places.count, 1], elements: places)
        let added = try FormulaSampler([derivative], problem: problem).values(at: points, time: knownTime)
        for index in values.indices { values[index] += added[0, index] }
        return values
    }
}

/// Evaluates frames anywhere along the range.
struct FrozenEvaluator: SolutionEvaluator {
    let problem: Problem
    let frames: [FrozenFrame]

    func evaluate(_ jets: [JetRequest], at points: Tensor<Double>, snapshot: Int) throws -> Tensor<Double> {
        let places = (0..<points.shape[0]).map { points[$0, 0] }
        let rows = try jets.flatMap { jet in
            try frames[snapshot].values(
                of: jet.component, order: jet.derivative[problem.spaceIndices[0]], at: places, problem: problem)
        }
        return Tensor(shape: [jets.count, places.count], elements: rows)
    }
}

extension FrozenFrame {
    /// Fields of all unknowns on a grid.
    func snapshot(on grid: Grid, of problem: Problem) throws -> Snapshot {
        let places = grid.axes[0].points
        let fields = try problem.unknowns.map { unknown in
            let values = try unknown.components.flatMap { try self.values(of: $0, order: 0, at: places, problem: problem) }
            return Field(
                name: unknown.name, componentNames: problem.componentNames(of: unknown), isVector: unknown.isVector, grid: grid,
                values: Tensor(shape: [unknown.components.count] + grid.shape, elements: values))
        }
        return Snapshot(time: time, fields: fields)
    }
}

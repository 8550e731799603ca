import Expressions
import Fields
import NumericsCore
import Problems
import Solving

/// A sum of frozen functions of space.
protocol FrozenExpansion: Sendable {
    /// A derivative of a component.
    /// - Parameters:
    ///   - orders: along each space coordinate.
    ///   - points: [point][space coordinate]
    func values(of component: Int, orders: [Int], at points: Tensor<Double>) -> [Double]
    /// Places along each coordinate, fit to hold the expansion.
    func axes(_ coordinates: [Coordinate]) -> [GridAxis]
}

/// The solution at an output time: an expansion and a known part.
struct FrozenFrame: Sendable {
    var time: Double
    var expansion: any FrozenExpansion
    /// The rate of change of the expansion, as the equation projected on the functions gives it.
    var rate: any FrozenExpansion
    /// K by component.
    var known: [Expression]
    /// The instant at which K is evaluated.
    var knownTime: Double

    /// A derivative of a component in space, or of its rate of change.
    /// - Parameter orders: along each space coordinate.
    func values(
        of component: Int, orders: [Int], isRate: Bool = false, at points: Tensor<Double>, equations: FrozenEquations
    ) throws -> [Double] {
        var values = (isRate ? rate : expansion).values(of: component, orders: orders, at: points)
        guard !known[component].isZero else { return values }
        var index = MultiIndex.none
        for (space, order) in zip(equations.spaces, orders) { index = index.raised(along: space, by: order) }
        if isRate { index = index.raised(along: equations.time, by: 1) }
        let added = try FormulaSampler([known[component].derivative(index)], problem: equations.problem).values(at: points, time: knownTime)
        for point in values.indices { values[point] += added[0, point] }
        return values
    }
}

extension FrozenFrame {
    /// Fields of all unknowns on a grid.
    func snapshot(on grid: Grid, of equations: FrozenEquations) throws -> Snapshot {
        let (points, problem) = (grid.pointCoordinates, equations.problem)
        let orders = equations.spaces.map { _ in 0 }
        let fields = try problem.unknowns.map { unknown in
            let values = try unknown.components.flatMap { try self.values(of: $0, orders: orders, at: points, equations: equations) }
            return Field(
                name: unknown.name, componentNames: problem.componentNames(of: unknown), isVector: unknown.isVector, grid: grid,
                values: Tensor(shape: [unknown.components.count] + grid.shape, elements: values))
        }
        return Snapshot(time: time, fields: fields)
    }
}

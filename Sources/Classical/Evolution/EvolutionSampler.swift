import Discretization
import Expressions
import Fields
import NumericsCore
import Problems
import Solving

/// Puts the frames of runs on one grid as fields of the problem's unknowns.
struct EvolutionSampler {
    let problem: Problem
    let grid: Grid

    /// The grid asked for, or the points of the finest common elements of all frames.
    init(_ problem: Problem, frames: [EvolutionRun.Frame]) {
        self.problem = problem
        let spaces = problem.spaceIndices.map { problem.coordinates[$0] }
        grid = Grid(spaces.enumerated().map { axis, coordinate in
            let given = problem.output.grid?[axis]
            if coordinate.isPeriodic {
                let most = frames.map { $0.layout.axes[axis].residualPointsPerElement }.max() ?? 2
                return .periodic(coordinate.name, from: coordinate.lower, to: coordinate.upper, count: given ?? most)
            }
            if let given { return .uniform(coordinate.name, from: coordinate.lower, to: coordinate.upper, count: given) }
            let breaks = Set(frames.flatMap { $0.layout.axes[axis].breaks }).sorted()
            let points = frames.flatMap { frame in
                (0..<problem.componentCount).map { frame.layout.spaces[$0][axis].pointsPerElement }
            }.max() ?? 2
            return .chebyshev(coordinate.name, breaks: breaks, degree: max(points - 1, 1))
        })
    }

    func snapshot(_ frame: EvolutionRun.Frame) -> Snapshot {
        let positions = grid.axes.map(\.points)
        let fields = problem.unknowns.map { unknown in
            var values: [Double] = []
            for component in unknown.components {
                let orders = Array(repeating: 0, count: positions.count)
                values += frame.layout.evaluate(component, orders: orders, at: positions, in: frame.state).elements
            }
            return Field(
                name: unknown.name, componentNames: problem.componentNames(of: unknown), isVector: unknown.isVector,
                grid: grid, values: Tensor(shape: [unknown.components.count] + grid.shape, elements: values))
        }
        return Snapshot(time: frame.time, fields: fields)
    }
}

/// Evaluates the element polynomials of frames at scattered points.
struct EvolutionEvaluator: SolutionEvaluator {
    let spaceIndices: [Int]
    let frames: [EvolutionRun.Frame]

    func evaluate(_ jets: [JetRequest], at points: Tensor<Double>, snapshot: Int) throws -> Tensor<Double> {
        let count = points.shape[0]
        let frame = frames[snapshot]
        var result = Tensor(shape: [jets.count, count], repeating: 0.0)
        for (row, jet) in jets.enumerated() {
            let values = frame.layout.values(of: jet.component, in: frame.state)
            let maps = spaceIndices.enumerated().map { axis, coordinate in
                frame.layout.spaces[jet.component][axis].evaluation(
                    at: .positions((0..<count).map { points[$0, axis] }), order: jet.derivative[coordinate])
            }
            for point in 0..<count { result[row, point] = contract(values, maps, point) }
        }
        return result
    }

    /// Sum over the values in reach of the product of the weights along all axes.
    private func contract(_ values: Tensor<Double>, _ maps: [AxisOperator], _ point: Int) -> Double {
        var offsets = [0]
        var weights = [1.0]
        for (axis, map) in maps.enumerated() {
            let stride = values.shape[axis]
            var nextOffsets: [Int] = []
            var nextWeights: [Double] = []
            for (offset, weight) in zip(offsets, weights) {
                for k in 0..<map.width {
                    nextOffsets.append(offset * stride + map.starts[point] + k)
                    nextWeights.append(weight * map.weights[point, k])
                }
            }
            (offsets, weights) = (nextOffsets, nextWeights)
        }
        return zip(offsets, weights).reduce(0) { $0 + values[$1.0] * $1.1 }
    }
}

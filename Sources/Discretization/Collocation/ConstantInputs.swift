import Expressions
import Fields
import NumericsCore
import Problems

/// Inputs of a point program that do not change during a solve: coordinates, parameters, normals and given fields.
struct ConstantInputs: Sendable {
    let problem: CollocationProblem
    let grid: PointGrid
    let normal: (coordinate: Int, sign: Double)?

    init(_ problem: CollocationProblem, _ grid: PointGrid, _ normal: (coordinate: Int, sign: Double)?) {
        self.problem = problem
        self.grid = grid
        self.normal = normal
    }

    /// One row a symbol [symbol][point]; zero for jets, functionals and time.
    func rows(_ symbols: [Symbol]) throws(DiscretizationError) -> Tensor<Double> {
        var rows = Tensor(shape: [symbols.count, grid.count], repeating: 0.0)
        for (row, symbol) in symbols.enumerated() {
            guard let values = try values(of: symbol) else { continue }
            for point in 0..<grid.count { rows[row, point] = values[point] }
        }
        return rows
    }

    private func values(of symbol: Symbol) throws(DiscretizationError) -> [Double]? {
        switch symbol {
        case .coordinate(let index):
            guard let axis = problem.spaceIndices.firstIndex(of: index) else { return nil }
            let stride = grid.positions[(axis + 1)...].reduce(1) { $0 * $1.count }
            let positions = grid.positions[axis]
            return (0..<grid.count).map { positions[$0 / stride % positions.count] }
        case .parameter(let index): return [Double](repeating: problem.parameters[index], count: grid.count)
        case .normal(let index):
            let value = normal.map { $0.coordinate == index ? $0.sign : 0 } ?? 0
            return [Double](repeating: value, count: grid.count)
        case .input(let index, let derivative): return try sampled(index, derivative, symbol)
        case .jet, .functional: return nil
        case .bound: throw .unsupported(term: problem.names.text(symbol), because: "it is not bound by an integral")
        }
    }

    /// A field given by samples on a uniform grid over the domain, or a derivative of it.
    private func sampled(_ index: Int, _ derivative: MultiIndex, _ symbol: Symbol) throws(DiscretizationError) -> [Double] {
        let axes = grid.positions.count
        var points = Tensor(shape: [grid.count, axes], repeating: 0.0)
        var stride = grid.count
        for axis in 0..<axes {
            let positions = grid.positions[axis]
            stride /= max(positions.count, 1)
            for point in 0..<grid.count { points[point, axis] = positions[point / stride % positions.count] }
        }
        do {
            return try problem.inputs[index].values(derivative, at: points, coordinates: problem.coordinates)
        } catch {
            switch error {
            case .noSample:
                throw .unsupported(term: problem.names.text(symbol), because: "a random family has no values of its own")
            case .tooFewPoints(_, let coordinate, let order):
                throw .unsupported(
                    term: problem.names.text(symbol), because: "its samples along \(coordinate) are too few for order \(order)")
            }
        }
    }
}

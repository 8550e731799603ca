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

    /// A field given by samples on a uniform grid over the domain, interpolated.
    private func sampled(_ index: Int, _ derivative: MultiIndex, _ symbol: Symbol) throws(DiscretizationError) -> [Double] {
        guard case .sampled(_, let shape, let samples) = problem.inputs[index].kind else {
            throw .unsupported(term: problem.names.text(symbol), because: "a random family has no values of its own")
        }
        let space = problem.spaceIndices.map { problem.coordinates[$0] }
        guard derivative.total == 0, shape.count == space.count else {
            throw .unsupported(
                term: problem.names.text(symbol), because: "derivatives of a field given by samples are not known")
        }
        var values = Tensor(shape: shape, elements: samples)
        for (axis, coordinate) in space.enumerated() {
            let source =
                coordinate.isPeriodic
                ? GridAxis.periodic(coordinate.name, from: coordinate.lower, to: coordinate.upper, count: shape[axis])
                : GridAxis.uniform(coordinate.name, from: coordinate.lower, to: coordinate.upper, count: shape[axis])
            do {
                values = try AxisInterpolation(from: source, to: grid.positions[axis]).apply(to: values, axis: axis)
            } catch {
                throw .unsupported(term: problem.names.text(symbol), because: "its samples do not cover the domain")
            }
        }
        return values.elements
    }
}

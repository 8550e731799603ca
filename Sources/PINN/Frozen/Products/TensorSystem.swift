import Expressions
import NumericsCore
import TimeIntegration

/// An evolution in a box projected on products of functions in windows along each coordinate that meet all conditions.
///
/// For each component Q' = (Zᵀ Vᵀ W along every axis) F(x, t, u) with u = (V Z along every axis) Q and what the data of conditions add. Sums are
/// taken axis by axis. Unknowns are [component][function of the first axis][of the second]…, values of a batch [jet or component][point…].
final class TensorSystem: ImplicitSystem {
    let axes: [TensorAxis]
    let mass: SystemMatrix
    /// First unknown of each component, and their number behind the last.
    let starts: [Int]
    private let equations: FrozenEquations
    private let program: WindowProgram
    private let pointCount: Int
    private let toUnknowns: [AxisProducts]
    private let fromUnknowns: [AxisProducts]
    private let lifts: [TensorLift]
    /// By jet.
    private let liftProducts: [[AxisProducts]]
    private let slopes: [SlopeProducts]
    private var buffers = AxisProducts.Buffers()
    private var values, outputs, slopeValues, field: Tensor<Double>
    private var states: [Tensor<Double>]

    /// How dF/djet at the points becomes a block of the Jacobian, [row and column of an axis][point] by axis.
    private struct SlopeProducts {
        var row: Int
        var column: Int
        var products: AxisProducts
    }

    init(_ equations: FrozenEquations, _ program: WindowProgram, _ axes: [TensorAxis]) {
        self.equations = equations
        self.program = program
        self.axes = axes
        pointCount = axes.reduce(1) { $0 * $1.pointCount }
        let count = equations.componentCount
        toUnknowns = (0..<count).map { component in AxisProducts(matrices: axes.map { $0.toUnknowns(component) }) }
        fromUnknowns = program.jets.map { jet in
            AxisProducts(matrices: zip(axes, jet.orders).map { $0.fromUnknowns(jet.component, order: $1) })
        }
        lifts = (0..<count).map { TensorLift(equations, axes, component: $0) }
        liftProducts = program.jets.map { [lifts] jet in lifts[jet.component].products(axes, orders: jet.orders) }
        starts = toUnknowns.reduce(into: [0]) { $0.append($0.last! + $1.shape.reduce(1, *)) }
        slopes = program.slopePlaces.map { [toUnknowns, fromUnknowns] place in
            let (left, right) = (toUnknowns[place.component].matrices, fromUnknowns[place.jet].matrices)
            return SlopeProducts(
                row: place.component, column: program.jets[place.jet].component,
                products: AxisProducts(matrices: zip(left, right).map(Self.pairs)))
        }
        mass = .identity(starts[count])
        values = program.makeInputs(points: Self.points(axes))
        outputs = Tensor(shape: [count, pointCount], repeating: 0)
        slopeValues = Tensor(shape: [max(program.slopeCount, 1), pointCount], repeating: 0)
        field = Tensor(shape: [pointCount], repeating: 0)
        states = (0..<count).map { [starts] in Tensor(shape: [starts[$0 + 1] - starts[$0]], repeating: 0) }
    }

    var order: Int { starts[starts.count - 1] }

    /// All points, [point][axis], the last axis fastest.
    static func points(_ axes: [TensorAxis]) -> Tensor<Double> {
        let rows = axes.reduce([[]]) { partial, axis in partial.flatMap { head in axis.layout.points.map { head + [$0] } } }
        return Tensor(shape: [rows.count, axes.count], elements: rows.flatMap { $0 })
    }

    /// Products of a row of the first matrix and a column of the second at each point, [row, column][point].
    private static func pairs(_ left: Tensor<Double>, _ right: Tensor<Double>) -> Tensor<Double> {
        let (rows, columns, points) = (left.shape[0], right.shape[1], right.shape[0])
        var result = Tensor(shape: [rows * columns, points], repeating: 0.0)
        for row in 0..<rows {
            for column in 0..<columns {
                for point in 0..<points { result[row * columns + column, point] = left[row, point] * right[point, column] }
            }
        }
        return result
    }

    func makeJacobian() -> SystemMatrix { SystemMatrix(Tensor(shape: [order, order], repeating: 0)) }

    func evaluate(times: [Double], states: Tensor<Double>, values rates: inout Tensor<Double>) {
        for (row, time) in times.enumerated() {
            fill(states, row: row, time: time)
            program.evaluate(values, into: &outputs)
            for component in toUnknowns.indices {
                copy(outputs, from: component * pointCount, count: pointCount, to: &field, at: 0)
                let found = toUnknowns[component].apply(field, buffers: &buffers)
                copy(found, from: 0, count: found.count, to: &rates, at: row * order + starts[component])
            }
        }
    }

    func jacobian(time: Double, state: Tensor<Double>, into jacobian: inout SystemMatrix) {
        fill(state, row: 0, time: time)
        program.evaluateSlopes(values, into: &slopeValues)
        jacobian.clear()
        for (index, slope) in slopes.enumerated() {
            copy(slopeValues, from: index * pointCount, count: pointCount, to: &field, at: 0)
            let found = slope.products.apply(field, buffers: &buffers)
            let shapes = (toUnknowns[slope.row].shape, toUnknowns[slope.column].shape)
            Self.add(found, rows: shapes.0, columns: shapes.1, to: &jacobian.dense!, (starts[slope.row], starts[slope.column]))
        }
    }

    /// Adds [row and column of an axis]… to a block of a matrix, whose rows are those of all axes, then its columns.
    private static func add(
        _ source: Tensor<Double>, rows: [Int], columns: [Int], to matrix: inout Tensor<Double>, _ first: (row: Int, column: Int)
    ) {
        let width = matrix.shape[1]
        // Where a row and column of each axis are in the matrix; the last axis is left for the inner loop.
        var offsets = [first.row * width + first.column]
        var (rowStride, columnStride) = (rows.reduce(1, *), columns.reduce(1, *))
        for axis in rows.indices {
            rowStride /= rows[axis]
            columnStride /= columns[axis]
            let own = (0..<rows[axis]).flatMap { row in (0..<columns[axis]).map { row * rowStride * width + $0 * columnStride } }
            offsets = offsets.flatMap { head in own.map { head + $0 } }
        }
        source.withUnsafeBufferPointer { source in
            matrix.withUnsafeMutableBufferPointer { target in
                offsets.withUnsafeBufferPointer { offsets in
                    for index in source.indices { target[offsets[index]] += source[index] }
                }
            }
        }
    }

    /// Puts jets of a state and the time into the inputs of the program.
    private func fill(_ states: Tensor<Double>, row: Int, time: Double) {
        for component in self.states.indices {
            let count = starts[component + 1] - starts[component]
            copy(states, from: row * order + starts[component], count: count, to: &self.states[component], at: 0)
            lifts[component].setTime(time)
        }
        for (place, jet) in program.jets.enumerated() {
            let found = fromUnknowns[place].apply(self.states[jet.component], buffers: &buffers)
            copy(found, from: 0, count: pointCount, to: &values, at: place * pointCount)
            lifts[jet.component].add(liftProducts[place], to: &values, at: place * pointCount, buffers: &buffers)
        }
        program.setTime(time, in: &values)
    }

    private func copy(_ source: Tensor<Double>, from first: Int, count: Int, to target: inout Tensor<Double>, at place: Int) {
        source.withUnsafeBufferPointer { source in
            target.withUnsafeMutableBufferPointer { target in
                for index in 0..<count { target[place + index] = source[first + index] }
            }
        }
    }
}

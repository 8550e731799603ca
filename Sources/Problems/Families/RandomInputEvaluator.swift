import Expressions
import Fields
import NumericsCore

/// Evaluates samples of a random input on one grid; everything that does not change from sample to sample is made once.
public struct RandomInputEvaluator: Sendable {
    private let grid: Grid
    /// The grid on which the formula is evaluated: the nodes of a field with jumps, else the grid itself.
    private let base: Grid
    private let coordinates: [Coordinate]
    /// One matrix [point][node] an axis that makes the field constant on dual cells.
    private let cells: [Tensor<Double>]?
    /// Matrices [point][function] an axis for each derivative of the random field that the formula holds.
    private let matrices: [[Tensor<Double>]]
    private let derivatives: [MultiIndex]
    /// Values [row][point] of the other symbols.
    private let constants: [Double]
    /// Nil where the formula is the field itself.
    private let program: BatchProgram?

    init(_ sampler: RandomInputSampler, grid: Grid, derivative: MultiIndex) {
        self.grid = grid
        let own = sampler.space.map { sampler.coordinates[$0] }
        coordinates = own
        var formula = sampler.formula
        if sampler.hasJumps {
            base = Grid(zip(own, sampler.nodes).map { GridAxis.nodes(of: $0, count: $1) })
            cells = Self.cells(base, grid, own, sampler.space.map { derivative[$0] })
        } else {
            (base, cells) = (grid, nil)
            for coordinate in sampler.space {
                for _ in 0..<derivative[coordinate] { formula = formula.totalDerivative(along: coordinate) }
            }
        }
        let symbols = formula.symbols.sorted { "\($0)" < "\($1)" }
        let fields = symbols.filter { if case .input = $0 { true } else { false } }
        let others = symbols.filter { if case .input = $0 { false } else { true } }
        derivatives = fields.compactMap { if case .input(_, let derivative) = $0 { derivative } else { nil } }
        let (base, counts) = (base, Self.counts(sampler))
        matrices = derivatives.map { derivative in
            sampler.functions.indices.map { axis in
                sampler.functions[axis].values(
                    count: counts[axis], at: base.axes[axis].points, of: own[axis], order: derivative[sampler.space[axis]])
            }
        }
        let points = base.pointCoordinates
        constants = others.flatMap { symbol -> [Double] in
            guard case .coordinate(let index) = symbol, let axis = sampler.space.firstIndex(of: index) else {
                preconditionFailure("\(symbol) was not lowered")
            }
            return (0..<points.shape[0]).map { points[$0, axis] }
        }
        let isPlain = formula == Expression(.symbol(.input(sampler.index, .none)))
        program = isPlain ? nil : BatchProgram([formula], inputs: fields + others)
    }

    private static func counts(_ sampler: RandomInputSampler) -> [Int] {
        switch sampler.law {
        case .spectral(let law): zip(sampler.functions, law.wavenumbers).map { $0.count(upTo: $1) }
        case .series(let law): sampler.functions.map { $0.count(upTo: law.degree) }
        case .kernel(let law): law.nodes
        case .box: []
        }
    }

    private static func cells(_ base: Grid, _ grid: Grid, _ own: [Coordinate], _ orders: [Int]) -> [Tensor<Double>]? {
        if orders.allSatisfy({ $0 == 0 }), base == grid { return nil }
        return own.indices.map { axis in
            let samples = SampledAxis(own[axis], count: base.axes[axis].count, order: orders[axis])
            var matrix = Tensor(shape: [grid.axes[axis].count, samples.count], repeating: 0.0)
            for (row, point) in grid.axes[axis].points.enumerated() {
                for (column, weight) in samples.cells(at: point) { matrix[row, column] += weight }
            }
            return matrix
        }
    }

    /// Values [grid…].
    public func values(of draw: RandomDraw) -> Tensor<Double> {
        var fields = derivatives.indices.map { field($0, draw) }
        var values: Tensor<Double>
        if let program {
            let count = base.count
            let rows = fields.flatMap(\.elements) + constants
            let inputs = Tensor(shape: [program.inputs.count, count], elements: rows)
            values = Tensor(shape: [1, count], repeating: 0.0)
            var workspace = program.makeWorkspace()
            program.evaluate(inputs: inputs, outputs: &values, workspace: &workspace)
        } else {
            values = fields.removeFirst()
        }
        values = values.reshaped(base.shape)
        return cells.map { TensorContraction.apply($0, to: values) } ?? values
    }

    private func field(_ index: Int, _ draw: RandomDraw) -> Tensor<Double> {
        switch draw {
        case .coefficients(let coefficients): return TensorContraction.apply(matrices[index], to: coefficients)
        case .box(let lower, let upper, let height):
            guard derivatives[index] == .none else { return Tensor(shape: base.shape, repeating: 0) }
            let inside = coordinates.indices.map { axis in
                base.axes[axis].points.map { Self.isInside($0, lower[axis], upper[axis], coordinates[axis]) ? 1.0 : 0 }
            }
            let values = inside.reduce([height]) { partial, axis in partial.flatMap { left in axis.map { left * $0 } } }
            return Tensor(shape: base.shape, elements: values)
        }
    }

    private static func isInside(_ point: Double, _ lower: Double, _ upper: Double, _ coordinate: Coordinate) -> Bool {
        guard coordinate.isPeriodic else { return point >= lower && point < upper }
        if upper - lower >= coordinate.length { return true }
        let offset = (point - lower) / coordinate.length
        return (offset - offset.rounded(.down)) * coordinate.length < upper - lower
    }
}

extension GridAxis {
    /// Equally spaced points of a coordinate: both ends, or all but the image of the first point where it is periodic.
    public static func nodes(of coordinate: Coordinate, count: Int) -> GridAxis {
        coordinate.isPeriodic
            ? .periodic(coordinate.name, from: coordinate.lower, to: coordinate.upper, count: count)
            : .uniform(coordinate.name, from: coordinate.lower, to: coordinate.upper, count: count)
    }
}

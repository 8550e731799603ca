import Expressions
import NumericsCore

/// Residuals that share their points: all equations, or one condition.
package struct ResidualBlock: Sendable {
    /// Name of each residual, for tables.
    package let names: [String]
    package let residual: CompiledResidual
    package private(set) var points: CollocationPoints
    /// Square roots of the weights, [residual][point].
    package private(set) var weights: Tensor<Double>
    /// What does not depend on the unknowns, [input row][point]; rows of jets are zero.
    package private(set) var inputs: Tensor<Double>

    /// - Parameters:
    ///   - scales: what each residual is multiplied with, besides the square roots of the points' shares.
    ///   - observed: values of `Symbol.bound(i)`, [i][point].
    ///   - differentiatesParameters: whether residuals are differentiated by the problem's parameters too.
    /// - Throws: `InputField.SamplingError`.
    package init(
        names: [String], residuals: [Expression], points: CollocationPoints, scales: [Double], problem: Problem,
        observed: [[Double]] = [], differentiatesParameters: Bool = false
    ) throws {
        self.names = names
        residual = CompiledResidual(residuals, withParameterPartials: differentiatesParameters)
        self.points = points
        weights = Tensor(
            shape: [residuals.count, points.count],
            elements: scales.flatMap { scale in points.shares.map { scale * $0.squareRoot() } })
        inputs = try Self.inputs(residual, points, observed, problem)
    }

    /// Number of rows: residuals times points.
    package var rowCount: Int { residual.valueCount * points.count }

    /// The block with its squared residuals multiplied by factors, [residual][point].
    package func weighted(by factors: [Double]) -> ResidualBlock {
        var block = self
        block.weights = Tensor(shape: weights.shape, elements: zip(weights.elements, factors).map { $0 * $1.squareRoot() })
        return block
    }

    /// The block with its residuals divided by sizes, [residual].
    package func divided(by sizes: [Double]) -> ResidualBlock {
        guard sizes.contains(where: { $0 != 1 }) else { return self }
        return weighted(by: sizes.flatMap { Array(repeating: 1 / ($0 * $0), count: points.count) })
    }

    /// The block with its points in another order: `order` holds the old number of each.
    package func ordered(by order: [Int]) -> ResidualBlock {
        var block = self
        block.points = points.ordered(by: order)
        block.weights = weights.columns(order)
        block.inputs = inputs.columns(order)
        return block
    }

    /// Derivatives of components that occur, at the points themselves and at other sites.
    package var jets: [Jet] { residual.jets }

    private static func inputs(
        _ residual: CompiledResidual, _ points: CollocationPoints, _ observed: [[Double]], _ problem: Problem
    ) throws -> Tensor<Double> {
        let layout = residual.inputRows
        var inputs = Tensor(shape: [layout.count, points.count], repeating: 0.0)
        let space = spacePoints(points, problem)
        for (row, symbol) in layout.symbols.enumerated() {
            let values: [Double]
            switch symbol {
            case .coordinate(let index): values = (0..<points.count).map { points.coordinates[index, $0] }
            case .parameter(let index): values = Array(repeating: problem.parameters[index].value, count: points.count)
            case .input(let index, let derivative):
                values = try problem.inputs[index].values(derivative, at: space, coordinates: problem.coordinates)
            case .normal(let index):
                let axis = problem.spaceIndices.firstIndex(of: index)!
                values = (0..<points.count).map { points.normals?[axis, $0] ?? 0 }
            case .bound(let index): values = observed[index]
            case .jet, .functional: continue
            }
            for (point, value) in values.enumerated() { inputs[row, point] = value }
        }
        return inputs
    }

    /// [point][space coordinate].
    private static func spacePoints(_ points: CollocationPoints, _ problem: Problem) -> Tensor<Double> {
        let space = problem.spaceIndices
        return Tensor(
            shape: [points.count, space.count],
            elements: (0..<points.count).flatMap { point in space.map { points.coordinates[$0, point] } })
    }
}

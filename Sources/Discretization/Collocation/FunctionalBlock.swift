import Expressions
import NumericsCore
import Problems

/// The functionals of a problem by quadrature over the residual points, and their gradients.
struct FunctionalBlock: Sendable {
    let block: CollocationBlock
    /// Quadrature weight of each point [functional][point]; divided by the measure for means.
    let weights: Tensor<Double>

    init(_ problem: CollocationProblem, _ layout: CollocationLayout) throws(DiscretizationError) {
        let grid = PointGrid(layout.axes.map { _ in .residual }, layout: layout)
        for functional in problem.functionals where !functional.integrand.functionals.isEmpty {
            throw .unsupported(term: problem.printed(functional.integrand), because: "an integral of an integral")
        }
        block = try CollocationBlock(
            problem.functionals.map(\.integrand), grid: grid,
            rows: problem.functionals.map { _ in [Int](repeating: 0, count: grid.count) }, problem: problem, layout: layout)
        let axes = layout.axes.map(\.residualWeights)
        let measure = layout.axes.reduce(1) { $0 * ($1.upper - $1.lower) }
        let product = axes.reduce([1.0]) { product, axis in product.flatMap { left in axis.map { left * $0 } } }
        let rows = problem.functionals.flatMap { functional in
            product.map { functional.isMean ? $0 / measure : $0 }
        }
        weights = Tensor(shape: [problem.functionals.count, grid.count], elements: rows)
    }

    /// Values of the functionals from the point values in the workspace.
    func values(_ workspace: CollocationBlock.Workspace) -> [Double] {
        let points = block.grid.count
        return (0..<weights.shape[0]).map { row in
            var sum = 0.0
            for point in 0..<points { sum += weights[row, point] * workspace.values[row, point] }
            return sum
        }
    }

    /// Gradients with respect to the unknowns [functional][unknown], from the partials in the workspace.
    func gradients(_ workspace: CollocationBlock.Workspace, layout: CollocationLayout) -> Tensor<Double> {
        var gradients = Tensor(shape: [weights.shape[0], layout.count], repeating: 0.0)
        let points = block.grid.count
        for (partial, (functional, jet)) in block.program.partials.enumerated() {
            let input = block.jets[jet]
            if input.isRate { continue }
            let factors = (0..<points).map { weights[functional, $0] * workspace.partials[partial, $0] }
            let stencil = JetStencil(input.operators, component: input.component, layout: layout)
            let rows = [Int](repeating: functional, count: points)
            factors.withUnsafeBufferPointer { factors in
                gradients.withUnsafeMutableBufferPointer { entries in
                    stencil.add(factors, rows: rows, scale: 1, to: entries, .dense(order: layout.count))
                }
            }
        }
        return gradients
    }
}

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
        for (partial, jet) in block.partialJets.enumerated() {
            let functional = block.program.partials[partial].output
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

/// Derivatives of the rows of a block with respect to the functionals in them.
struct FunctionalPartials: Sendable {
    /// Which block of the system the rows belong to.
    let index: Int
    /// Outputs are the derivatives, evaluated at the block's points; their rows are those of the block.
    let block: CollocationBlock
    /// Functional of each output.
    let functionals: [Int]

    /// nil if no functional occurs in the block.
    init?(
        of block: CollocationBlock, index: Int, problem: CollocationProblem, layout: CollocationLayout
    ) throws(DiscretizationError) {
        var derivatives: [Expression] = []
        var rows: [[Int]] = []
        var functionals: [Int] = []
        for (output, expression) in block.program.outputs.enumerated() {
            for functional in expression.functionals.sorted() {
                derivatives.append(expression.derivative(by: .functional(functional)))
                rows.append(block.rows[output])
                functionals.append(functional)
            }
        }
        if derivatives.isEmpty { return nil }
        self.index = index
        self.functionals = functionals
        self.block = try CollocationBlock(
            derivatives, grid: block.grid, rows: rows, problem: problem, layout: layout, normal: block.normal)
    }
}

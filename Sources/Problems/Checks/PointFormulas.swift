import Expressions
import NumericsCore

/// Formulas of coordinates, parameters and the outward normal, at many points of space; time is at its start.
struct PointFormulas {
    private let problem: Problem
    private let program: BatchProgram

    /// Precondition: the expressions hold no other symbols.
    init(_ expressions: [Expression], problem: Problem) {
        self.problem = problem
        let inputs = problem.coordinates.indices.map { Symbol.coordinate($0) }
            + problem.parameters.indices.map { .parameter($0) } + problem.spaceIndices.map { .normal($0) }
        program = BatchProgram(expressions, inputs: inputs)
    }

    /// - Parameters:
    ///   - points: [point][space coordinate].
    ///   - normals: the same shape; zero if left out.
    /// - Returns: [formula][point].
    func values(at points: Tensor<Double>, normals: Tensor<Double>? = nil) -> Tensor<Double> {
        let count = points.shape[0]
        let columns = Dictionary(uniqueKeysWithValues: problem.spaceIndices.enumerated().map { ($1, $0) })
        var inputs = Tensor(shape: [program.inputs.count, count], repeating: 0.0)
        for (row, symbol) in program.inputs.enumerated() {
            for point in 0..<count {
                switch symbol {
                case .coordinate(let index):
                    inputs[row, point] = columns[index].map { points[point, $0] } ?? problem.coordinates[index].lower
                case .parameter(let index): inputs[row, point] = problem.parameters[index].value
                case .normal(let index): inputs[row, point] = columns[index].flatMap { normals?[point, $0] } ?? 0
                default: break
                }
            }
        }
        var outputs = Tensor(shape: [program.outputCount, count], repeating: 0.0)
        var workspace = program.makeWorkspace()
        program.evaluate(inputs: inputs, outputs: &outputs, workspace: &workspace)
        return outputs
    }
}

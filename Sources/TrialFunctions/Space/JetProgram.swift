import Expressions
import NumericsCore
import Problems

/// Values and derivatives of formulas in coordinates and parameters, chunk by chunk.
struct JetProgram {
    private let problem: Problem
    private let capacity: Int
    private let inputs: [Symbol]
    private let program: BatchProgram
    private var workspace: InstructionProgram.Workspace
    private var batch: Tensor<Double>
    private var result: Tensor<Double>

    init(_ formulas: [Expression], layout: JetLayout, capacity: Int, problem: Problem) {
        let rows = formulas.flatMap { formula in
            layout.channels.indices.map { channel in
                Expression.sum(layout.terms(of: channel).map { .constant($0.coefficient) * formula.derivative($0.derivative) })
            }
        }
        self.problem = problem
        self.capacity = capacity
        inputs = problem.coordinates.indices.map { Symbol.coordinate($0) } + problem.parameters.indices.map { .parameter($0) }
        program = BatchProgram(rows, inputs: inputs)
        workspace = program.makeWorkspace()
        batch = Tensor(shape: [inputs.count, capacity], repeating: 0)
        result = Tensor(shape: [rows.count, capacity], repeating: 0)
    }

    /// All channels at `capacity` points [coordinate][point] from one on, the last repeated; [formula and channel][capacity].
    mutating func values(at points: Tensor<Double>, from start: Int) -> Tensor<Double> {
        let count = points.shape[1]
        for (row, symbol) in inputs.enumerated() {
            for lane in 0..<capacity {
                if case .parameter(let index) = symbol { batch[row, lane] = problem.parameters[index].value; continue }
                batch[row, lane] = points[row, min(start + lane, count - 1)]
            }
        }
        program.evaluate(inputs: batch, outputs: &result, workspace: &workspace)
        return result
    }
}

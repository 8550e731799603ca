import Expressions
import NumericsCore
import Synchronization

/// A compiled program that any thread may run; memory is kept from call to call.
final class SharedProgram: Sendable {
    private let program: BatchProgram
    /// Memory that nobody uses at the moment.
    private let workspaces = Mutex<[InstructionProgram.Workspace]>([])

    init(_ expressions: [Expression], inputs: [Symbol]) {
        program = BatchProgram(expressions, inputs: inputs)
    }

    /// Outputs [output][point] at points [point][input].
    func outputs(at points: Tensor<Double>) -> Tensor<Double> {
        var outputs = Tensor(shape: [program.outputCount, points.shape[0]], repeating: 0.0)
        var workspace = workspaces.withLock { $0.popLast() } ?? program.makeWorkspace()
        let inputs = points.shape[0] == 1 ? points.reshaped([points.shape[1], 1]) : LinearAlgebra.transpose(points)
        program.evaluate(inputs: inputs, outputs: &outputs, workspace: &workspace)
        let used = workspace
        workspaces.withLock { $0.append(used) }
        return outputs
    }
}

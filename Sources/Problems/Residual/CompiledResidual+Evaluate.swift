import Expressions
import NumericsCore

extension CompiledResidual {
    /// Memory an evaluation works in; one per thread. It grows once to the largest batch it has seen.
    public struct Workspace: Sendable {
        var values: InstructionProgram.Workspace
        var full: InstructionProgram.Workspace
        /// [value and partial row][point]
        var rows: Tensor<Double>
    }

    /// Makes the memory the evaluations need.
    public func makeWorkspace() -> Workspace {
        Workspace(
            values: valueProgram.makeWorkspace(), full: fullProgram.makeWorkspace(),
            rows: Tensor(shape: [valueCount + partialCount, 0], repeating: 0))
    }

    /// Values and partials: inputs [input row][point] -> values [residual][point], partials [partial row][point].
    ///
    /// Allocates only when the number of points differs from the call before.
    public func evaluate(
        inputs: Tensor<Double>, values: inout Tensor<Double>, partials: inout Tensor<Double>, workspace: inout Workspace
    ) {
        let points = valueCount == 0 ? 0 : values.count / valueCount
        precondition(values.count == valueCount * points && partials.count == partialCount * points, "shapes differ")
        if workspace.rows.shape[1] != points {
            workspace.rows = Tensor(shape: [valueCount + partialCount, points], repeating: 0)
        }
        fullProgram.evaluate(inputs: inputs, outputs: &workspace.rows, workspace: &workspace.full)
        let split = values.count
        workspace.rows.withUnsafeBufferPointer { rows in
            values.withUnsafeMutableBufferPointer { _ = $0.update(fromContentsOf: rows[..<split]) }
            partials.withUnsafeMutableBufferPointer { _ = $0.update(fromContentsOf: rows[split...]) }
        }
    }

    /// Values and partials in one array, without any copy: inputs [input row][point] -> rows [residual, then partial row][point].
    public func evaluateAll(inputs: Tensor<Double>, rows: inout Tensor<Double>, workspace: inout Workspace) {
        fullProgram.evaluate(inputs: inputs, outputs: &rows, workspace: &workspace.full)
    }

    /// Values only: inputs [input row][point] -> values [residual][point].
    public func evaluateValues(inputs: Tensor<Double>, values: inout Tensor<Double>, workspace: inout Workspace) {
        valueProgram.evaluate(inputs: inputs, outputs: &values, workspace: &workspace.values)
    }
}

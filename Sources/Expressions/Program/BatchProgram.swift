import NumericsCore

/// Several expressions compiled into one program over batches of points, with common parts computed once.
public struct BatchProgram: Sendable {
    /// The compiled program; register i holds the i-th input.
    public let program: InstructionProgram
    /// The symbol of each input row.
    public let inputs: [Symbol]

    /// Compiles `outputs`. Precondition: `inputs` lists every symbol they contain, each once.
    public init(_ outputs: [Expression], inputs: [Symbol]) {
        var builder = ProgramBuilder(outputs, inputs: inputs)
        let values = outputs.map { builder.lower($0) }
        let allocation = RegisterAllocation(builder.operations, inputCount: inputs.count, outputs: values)
        program = InstructionProgram(
            instructions: allocation.instructions, inputCount: inputs.count,
            registerCount: allocation.registerCount, outputs: allocation.outputs)
        self.inputs = inputs
    }

    /// Number of outputs.
    public var outputCount: Int { program.outputCount }

    /// Number of operations for each point; a multiply-add counts once.
    public var instructionCount: Int { program.instructions.count }

    /// Makes the memory `evaluate` needs; one per thread.
    public func makeWorkspace() -> InstructionProgram.Workspace {
        program.makeWorkspace()
    }

    /// Evaluates all outputs without allocating: inputs [input][point], outputs [output][point].
    public func evaluate(
        inputs: Tensor<Double>, outputs: inout Tensor<Double>, workspace: inout InstructionProgram.Workspace
    ) {
        program.evaluate(inputs: inputs, outputs: &outputs, workspace: &workspace)
    }

    /// The same with the points shared out over a pool. Precondition: a workspace for each of its threads.
    public func evaluate(
        inputs: Tensor<Double>, outputs: inout Tensor<Double>, workspaces: inout [InstructionProgram.Workspace],
        pool: ThreadPool
    ) {
        program.evaluate(inputs: inputs, outputs: &outputs, workspaces: &workspaces, pool: pool)
    }

    /// All outputs at a single point, for set-up; allocates. `point` [input].
    public func value(_ point: [Double]) -> [Double] {
        var workspace = makeWorkspace()
        var outputs = Tensor(shape: [outputCount, 1], repeating: 0.0)
        evaluate(inputs: Tensor(shape: [inputs.count, 1], elements: point), outputs: &outputs, workspace: &workspace)
        return outputs.elements
    }
}

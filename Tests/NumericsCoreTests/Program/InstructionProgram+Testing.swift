import NumericsCore

extension InstructionProgram {
    /// The outputs for a batch, on a given instruction set.
    func evaluated(_ inputs: Tensor<Double>, points: Int, using variant: InstructionSet) -> Tensor<Double> {
        var outputs = Tensor<Double>(shape: [outputCount, points], repeating: -77)
        var workspace = makeWorkspace()
        evaluate(inputs: inputs, outputs: &outputs, workspace: &workspace, using: variant)
        return outputs
    }

    /// A program of random sums, differences and products, with register reuse.
    static func random(inputs: Int, registers: Int, length: Int, outputs: [Int], seed: UInt64) -> InstructionProgram {
        var stream = RandomStream(seed: seed, name: "program")
        let codes: [Opcode] = [.add, .subtract, .multiply, .multiplyAdd, .addConstant, .sin, .tanh, .minimum]
        // All registers are set first, so that none is read before it is written.
        var instructions = (inputs..<registers).map {
            Instruction(opcode: .multiplyConstant, destination: $0, a: $0 % inputs, immediate: 0.5)
        }
        for _ in 0..<length {
            let operands = (0..<3).map { _ in Int.random(in: 0..<registers, using: &stream) }
            instructions.append(
                Instruction(
                    opcode: codes[Int.random(in: 0..<codes.count, using: &stream)],
                    destination: Int.random(in: inputs..<registers, using: &stream),
                    a: operands[0], b: operands[1], c: operands[2], immediate: 0.25))
            // Keeps numbers of order one whatever was multiplied.
            let last = instructions[instructions.count - 1].destination
            instructions.append(Instruction(opcode: .sin, destination: last, a: last))
        }
        return InstructionProgram(
            instructions: instructions, inputCount: inputs, registerCount: registers, outputs: outputs)
    }
}

import NumericsCore

enum ProgramBenchmark {
    typealias Instruction = InstructionProgram.Instruction

    static func run() {
        print("Instruction program, 1e9 operations per second on one core, for batches of 256, 4096 and 65536 points")
        report("sums and products", arithmetic(registers: 16))
        report("the same over 60 registers", arithmetic(registers: 60))
        report("multiply-add (two operations)", multiplyAdd, operationsPerInstruction: 2)
        report("Burgers' residual", burgers)
    }

    private static func report(_ name: String, _ program: InstructionProgram, operationsPerInstruction: Int = 1) {
        let sizes = [256, 4096, 65536]
        let rates = sizes.map { points in
            let inputs = Tensor<Double>(shape: [program.inputCount, points], repeating: 0.999)
            var outputs = Tensor<Double>(shape: [program.outputCount, points], repeating: 0)
            var workspace = program.makeWorkspace()
            // About a million operations per sample, so that the clock's own cost does not show.
            let repeats = max(1, 1_000_000 / (points * program.instructions.count))
            let time = medians(rounds: 51, [
                {
                    for _ in 0..<repeats { program.evaluate(inputs: inputs, outputs: &outputs, workspace: &workspace) }
                }
            ])[0]
            return Double(repeats * points * program.instructions.count * operationsPerInstruction) / time
        }
        print(name.padded(to: 32) + rates.map { column($0) }.joined())
    }

    /// 48 instructions, each on other registers than the last.
    private static func arithmetic(registers: Int) -> InstructionProgram {
        let codes: [InstructionProgram.Opcode] = [.add, .multiply, .subtract]
        let instructions = (0..<48).map { k in
            Instruction(
                opcode: codes[k % 3], destination: 4 + k % (registers - 4), a: k < registers ? k % 4 : (k * 7) % registers,
                b: (k * 5) % 4)
        }
        return InstructionProgram(
            instructions: instructions, inputCount: 4, registerCount: registers, outputs: [4, 5])
    }

    private static var multiplyAdd: InstructionProgram {
        let instructions = (0..<48).map { k in
            Instruction(opcode: .multiplyAdd, destination: 4 + k % 8, a: k % 4, b: (k + 1) % 4, c: k < 8 ? 0 : 4 + (k + 3) % 8)
        }
        return InstructionProgram(instructions: instructions, inputCount: 4, registerCount: 12, outputs: [4])
    }

    /// u_t + u u_x - nu u_xx and its four partial derivatives; inputs u, u_t, u_x, u_xx.
    private static var burgers: InstructionProgram {
        let instructions = [
            Instruction(opcode: .multiplyAdd, destination: 4, a: 0, b: 2, c: 1),
            Instruction(opcode: .multiplyConstant, destination: 5, a: 3, immediate: -0.01),
            Instruction(opcode: .add, destination: 6, a: 4, b: 5),
            Instruction(opcode: .constant, destination: 7, immediate: 1),
            Instruction(opcode: .constant, destination: 8, immediate: -0.01),
        ]
        return InstructionProgram(
            instructions: instructions, inputCount: 4, registerCount: 9, outputs: [6, 2, 7, 0, 8])
    }
}

extension String {
    func padded(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}

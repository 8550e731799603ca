import CKernels

/// A straight-line program over a batch of points: registers hold one number per point, instructions combine registers.
///
/// Points are worked on in blocks whose registers stay in the first-level cache, so the cost of an instruction is that of
/// one vectorised pass over cached numbers. Registers `0..<inputCount` are the inputs and are read-only; a destination may
/// be one of the operands of its own instruction.
public struct InstructionProgram: Sendable {
    /// What is run, in order, as it was given.
    public let instructions: [Instruction]
    /// Number of inputs; they are the first registers.
    public let inputCount: Int
    /// Number of registers, inputs included.
    public let registerCount: Int
    /// The register of each output.
    public let outputs: [Int]

    /// Points per block.
    let lanes: Int
    let encoded: [ansatz_instruction]
    let outputRegisters: [Int32]
    let outputIsDirect: [Int32]

    /// Makes a program. Preconditions: every register lies in `0..<registerCount` and no instruction writes an input.
    public init(instructions: [Instruction], inputCount: Int, registerCount: Int, outputs: [Int]) {
        precondition(inputCount >= 0 && registerCount >= inputCount, "registers must include the inputs")
        precondition(outputs.allSatisfy { (0..<registerCount).contains($0) }, "an output names no register")
        for instruction in instructions {
            instruction.check(inputCount: inputCount, registerCount: registerCount)
        }
        self.instructions = instructions
        self.inputCount = inputCount
        self.registerCount = registerCount
        self.outputs = outputs
        lanes = Self.blockSize(registerCount: registerCount)
        encoded = instructions.map(\.encoded)
        outputRegisters = outputs.map(Int32.init)
        outputIsDirect = Self.directOutputs(outputs, inputCount: inputCount)
    }

    /// Number of outputs.
    public var outputCount: Int { outputs.count }

    /// Long blocks spread the cost of decoding an instruction, short ones keep many registers within 48 KiB.
    private static func blockSize(registerCount: Int) -> Int {
        registerCount <= 24 ? 256 : registerCount <= 64 ? 128 : 64
    }

    /// Which outputs can be computed in place: a register that is not an input, at its first mention.
    private static func directOutputs(_ outputs: [Int], inputCount: Int) -> [Int32] {
        var seen = Set<Int>()
        return outputs.map { $0 >= inputCount && seen.insert($0).inserted ? 1 : 0 }
    }
}

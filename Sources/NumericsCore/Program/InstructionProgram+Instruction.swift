import CKernels

extension InstructionProgram {
    /// `destination <- opcode(a, b, c, immediate)`; operands an opcode does not use are ignored.
    public struct Instruction: Hashable, Sendable {
        public var opcode: Opcode
        public var destination: Int
        public var a: Int
        public var b: Int
        public var c: Int
        public var immediate: Double

        public init(
            opcode: Opcode, destination: Int, a: Int = 0, b: Int = 0, c: Int = 0, immediate: Double = 0
        ) {
            self.opcode = opcode
            self.destination = destination
            self.a = a
            self.b = b
            self.c = c
            self.immediate = immediate
        }

        /// The operands that are read.
        public var operands: [Int] { Array([a, b, c].prefix(opcode.operandCount)) }

        func check(inputCount: Int, registerCount: Int) {
            precondition(
                (inputCount..<registerCount).contains(destination), "\(opcode) writes register \(destination)")
            precondition(
                operands.allSatisfy { (0..<registerCount).contains($0) }, "\(opcode) reads outside the registers")
            if opcode == .integerPower {
                precondition(immediate == immediate.rounded(), "exponent \(immediate) is no integer")
            }
        }

        /// Operands that are not read are set to a register that exists, because the kernel looks all three up.
        var encoded: ansatz_instruction {
            let indices = operands + Array(repeating: destination, count: 3 - opcode.operandCount)
            return ansatz_instruction(
                opcode: opcode.rawValue, destination: Int32(destination),
                a: Int32(indices[0]), b: Int32(indices[1]), c: Int32(indices[2]), unused: 0, immediate: immediate)
        }
    }
}

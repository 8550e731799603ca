import NumericsCore

/// Places numbered values in registers, each reused as soon as its value is no longer needed.
struct RegisterAllocation {
    private(set) var instructions: [InstructionProgram.Instruction] = []
    private(set) var registerCount: Int
    private(set) var outputs: [Int] = []

    private let inputCount: Int
    private var registers: [Int]
    private var free: [Int] = []

    init(_ operations: [ProgramBuilder.Operation], inputCount: Int, outputs values: [Int]) {
        self.inputCount = inputCount
        registerCount = inputCount
        registers = Array(repeating: -1, count: inputCount + operations.count)
        for input in 0..<inputCount { registers[input] = input }
        let lastUses = Self.lastUses(operations, inputCount: inputCount, outputs: values)
        for (index, operation) in operations.enumerated() where lastUses[inputCount + index] >= 0 {
            place(operation, at: index, lastUses)
        }
        outputs = values.map { registers[$0] }
    }

    /// The last operation that reads each value: -1 if none does, `Int.max` for outputs.
    private static func lastUses(_ operations: [ProgramBuilder.Operation], inputCount: Int, outputs: [Int]) -> [Int] {
        var last = Array(repeating: -1, count: inputCount + operations.count)
        for output in outputs { last[output] = .max }
        for index in operations.indices.reversed() where last[inputCount + index] >= 0 {
            for operand in operations[index].operands where last[operand] < index { last[operand] = index }
        }
        return last
    }

    private mutating func place(_ operation: ProgramBuilder.Operation, at index: Int, _ lastUses: [Int]) {
        let operands = operation.operands
        let placed = operands.map { registers[$0] }
        for operand in Set(operands).sorted() where operand >= inputCount && lastUses[operand] == index {
            free.append(registers[operand])
        }
        let destination = takeRegister()
        registers[inputCount + index] = destination
        let padded = placed + [0, 0, 0]
        instructions.append(
            InstructionProgram.Instruction(
                opcode: operation.opcode, destination: destination, a: padded[0], b: padded[1], c: padded[2],
                immediate: operation.immediate))
    }

    private mutating func takeRegister() -> Int {
        if let register = free.popLast() { return register }
        registerCount += 1
        return registerCount - 1
    }
}

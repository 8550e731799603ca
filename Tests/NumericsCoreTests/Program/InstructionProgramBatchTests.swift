import NumericsCore
import XCTest

final class InstructionProgramBatchTests: XCTestCase {
    typealias Instruction = InstructionProgram.Instruction

    private func inputs(rows: Int, points: Int) -> Tensor<Double> {
        var random = RandomStream(seed: 3, name: "batch")
        return Tensor(shape: [rows, points], elements: (0..<rows * points).map { _ in random.uniform(from: -1, to: 1) })
    }

    func testOutputsMayRepeatRegistersAndBeInputs() {
        let program = InstructionProgram(
            instructions: [Instruction(opcode: .add, destination: 2, a: 0, b: 1)],
            inputCount: 2, registerCount: 3, outputs: [2, 0, 2, 1])
        let batch = inputs(rows: 2, points: 600)
        let outputs = program.evaluated(batch, points: 600, using: .best)
        for point in 0..<600 {
            let sum = batch[0, point] + batch[1, point]
            XCTAssertEqual((0..<4).map { outputs[$0, point] }, [sum, batch[0, point], sum, batch[1, point]])
        }
    }

    func testBlocksDoNotInfluenceEachOther() {
        // 20, 60 and 100 registers take the three block sizes.
        for registers in [20, 60, 100] {
            let program = InstructionProgram.random(
                inputs: 4, registers: registers, length: 200, outputs: [registers - 1, 5, 9], seed: UInt64(registers))
            let batch = inputs(rows: 4, points: 1000)
            let together = program.evaluated(batch, points: 1000, using: .best)
            for point in [0, 63, 64, 127, 128, 255, 256, 517, 999] {
                let single = Tensor(shape: [4, 1], elements: (0..<4).map { batch[$0, point] })
                let alone = program.evaluated(single, points: 1, using: .best)
                XCTAssertEqual((0..<3).map { alone[$0, 0] }, (0..<3).map { together[$0, point] })
            }
        }
    }

    func testInstructionSetsAgree() {
        let program = InstructionProgram.random(inputs: 3, registers: 12, length: 20, outputs: [7, 11], seed: 5)
        let batch = inputs(rows: 3, points: 777)
        let baseline = program.evaluated(batch, points: 777, using: .baseline).elements
        for variant in InstructionSet.allCases where variant.isAvailable {
            let other = program.evaluated(batch, points: 777, using: variant).elements
            for (a, b) in zip(baseline, other) {
                // Twenty operations on numbers of order one, each off by a few 1e-16 and passed on with factors near one.
                XCTAssertEqual(a, b, accuracy: 1e-13)
            }
        }
    }

    func testThreadsGiveTheSameBits() {
        let program = InstructionProgram.random(inputs: 3, registers: 30, length: 50, outputs: [9, 20], seed: 6)
        let batch = inputs(rows: 3, points: 9001)
        let serial = program.evaluated(batch, points: 9001, using: .best)
        let pool = ThreadPool(threads: 3)
        var workspaces = (0..<3).map { _ in program.makeWorkspace() }
        var outputs = Tensor<Double>(shape: [2, 9001], repeating: 0)
        program.evaluate(inputs: batch, outputs: &outputs, workspaces: &workspaces, pool: pool)
        XCTAssertEqual(outputs, serial)
    }

    func testPointsMaySpanSeveralAxes() {
        let program = InstructionProgram(
            instructions: [Instruction(opcode: .square, destination: 1, a: 0)],
            inputCount: 1, registerCount: 2, outputs: [1])
        let batch = inputs(rows: 1, points: 12).reshaped([1, 3, 4])
        var outputs = Tensor<Double>(shape: [1, 3, 4], repeating: 0)
        var workspace = program.makeWorkspace()
        program.evaluate(inputs: batch, outputs: &outputs, workspace: &workspace)
        XCTAssertEqual(outputs.elements, batch.elements.map { $0 * $0 })
    }

    func testProgramsWithoutInputsOutputsOrPoints() {
        let constant = InstructionProgram(
            instructions: [Instruction(opcode: .constant, destination: 0, immediate: 2.5)],
            inputCount: 0, registerCount: 1, outputs: [0])
        let none = Tensor<Double>(shape: [0, 3], repeating: 0)
        XCTAssertEqual(constant.evaluated(none, points: 3, using: .best).elements, [2.5, 2.5, 2.5])
        XCTAssertEqual(constant.evaluated(none, points: 0, using: .best).elements, [])
        let empty = InstructionProgram(instructions: [], inputCount: 1, registerCount: 1, outputs: [])
        XCTAssertEqual(empty.evaluated(inputs(rows: 1, points: 5), points: 5, using: .best).elements, [])
    }

    func testAWorkspaceCopiedFromAnotherIsItsOwn() {
        let program = InstructionProgram.random(inputs: 2, registers: 10, length: 10, outputs: [4], seed: 9)
        let batch = inputs(rows: 2, points: 40)
        var first = program.makeWorkspace()
        var second = first
        var a = Tensor<Double>(shape: [1, 40], repeating: 0)
        var b = a
        program.evaluate(inputs: batch, outputs: &a, workspace: &first)
        program.evaluate(inputs: batch, outputs: &b, workspace: &second)
        XCTAssertEqual(a, b)
    }
}

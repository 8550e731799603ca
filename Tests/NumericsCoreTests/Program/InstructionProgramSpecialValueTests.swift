import NumericsCore
import XCTest

final class InstructionProgramSpecialValueTests: XCTestCase {
    /// One operation on rows of operands, on every instruction set; they must agree.
    private func results(
        _ code: InstructionProgram.Opcode, _ a: [Double], _ b: [Double], _ c: [Double] = [], immediate: Double = 0
    ) -> [Double] {
        let third = c.isEmpty ? a : c
        let inputs = Tensor(shape: [3, a.count], elements: a + b + third)
        let program = InstructionProgram(
            instructions: [.init(opcode: code, destination: 3, a: 0, b: 1, c: 2, immediate: immediate)],
            inputCount: 3, registerCount: 4, outputs: [3])
        let variants = InstructionSet.allCases.filter(\.isAvailable)
        let all = variants.map { program.evaluated(inputs, points: a.count, using: $0).elements.map(\.bitPattern) }
        for other in all { XCTAssertEqual(other, all[0], "\(code)") }
        return all[0].map(Double.init(bitPattern:))
    }

    func testMinimumAndMaximumPassNaNOn() {
        let a: [Double] = [1, .nan, 1, .nan, -.infinity, 0, 2, 3, 4]
        let b: [Double] = [.nan, 1, 2, .nan, .infinity, 1, 1, 3, 5.0]
        let isNaN = [true, true, false, true, false, false, false, false, false]
        for code in [InstructionProgram.Opcode.minimum, .maximum] {
            XCTAssertEqual(results(code, a, b).map(\.isNaN), isNaN)
        }
        XCTAssertEqual(Array(results(.minimum, a, b).suffix(5)), [-.infinity, 0, 1, 3, 4])
        XCTAssertEqual(Array(results(.maximum, a, b).suffix(5)), [.infinity, 1, 2, 3, 5])
    }

    func testClampPassesNaNOn() {
        let clamped = results(.clamp, [.nan, -.infinity, .infinity, 0.5], [0, 0, 0, 0], [1, 1, 1, 1])
        XCTAssert(clamped[0].isNaN)
        XCTAssertEqual(Array(clamped.dropFirst()), [0, 1, 0.5])
    }

    func testComparisonsWithNaN() {
        let a: [Double] = [Double.nan, 1, .nan]
        let b: [Double] = [1, .nan, .nan]
        for code in [InstructionProgram.Opcode.less, .lessOrEqual, .equal] {
            XCTAssertEqual(results(code, a, b), [0, 0, 0], "\(code)")
        }
        XCTAssertEqual(results(.notEqual, a, b), [1, 1, 1])
    }

    func testSelectIgnoresTheOtherBranch() {
        let selected = results(.select, [1, 0, -2], [5, .nan, 7], [.nan, 6, .infinity])
        XCTAssertEqual(selected, [5, 6, 7])
    }

    func testPolarAngleStaysBelowAWholeTurn() {
        let x: [Double] = [1, 0, -1, 0, 1, 1, 0.0]
        let y: [Double] = [0, 1, 0, -1, -1e-300, -0.0, 0.0]
        let expected: [Double] = [0, Double.pi / 2, Double.pi, 1.5 * Double.pi, 0, 0, 0]
        for (result, value) in zip(results(.angle, x, y), expected) {
            XCTAssertEqual(result, value, accuracy: value.ulp)
            XCTAssertEqual(result.sign, .plus)
        }
    }

    func testIntegerPowersOfSpecialValues() {
        let bases: [Double] = [0, -0.0, .infinity, -.infinity, 1e200, 1e-200]
        XCTAssertEqual(results(.integerPower, bases, bases, immediate: 0), [1, 1, 1, 1, 1, 1])
        XCTAssertEqual(results(.integerPower, bases, bases, immediate: 3), [0, 0, .infinity, -.infinity, .infinity, 0])
        XCTAssertEqual(results(.integerPower, bases, bases, immediate: -2), [.infinity, .infinity, 0, 0, 0, .infinity])
    }

    func testMultiplyAddIsRoundedOnceWhereTheMachineCan() {
        // (1 + e)(1 - e) - 1 = -e^2 is lost when the product is rounded first.
        let inputs = Tensor(shape: [3, 1], elements: [1 + 0x1p-40, 1 - 0x1p-40, -1])
        let program = InstructionProgram(
            instructions: [.init(opcode: .multiplyAdd, destination: 3, a: 0, b: 1, c: 2)],
            inputCount: 3, registerCount: 4, outputs: [3])
        for variant in [InstructionSet.avx2, .avx512] where variant.isAvailable {
            XCTAssertEqual(program.evaluated(inputs, points: 1, using: variant)[0], -0x1p-80)
        }
    }
}

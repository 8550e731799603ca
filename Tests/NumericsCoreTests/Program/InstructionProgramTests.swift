import Foundation
import NumericsCore
import XCTest

final class InstructionProgramTests: XCTestCase {
    typealias Instruction = InstructionProgram.Instruction
    typealias Opcode = InstructionProgram.Opcode

    /// The meaning of every opcode, in plain Swift.
    private func reference(_ code: Opcode, _ a: Double, _ b: Double, _ c: Double, _ s: Double) -> Double {
        switch code {
        case .copy: a
        case .constant: s
        case .add: a + b
        case .subtract: a - b
        case .multiply: a * b
        case .divide: a / b
        case .negate: -a
        case .multiplyAdd: a * b + c
        case .addConstant: a + s
        case .multiplyConstant: a * s
        case .square: a * a
        case .reciprocal: 1 / a
        case .integerPower: pow(a, s)
        case .power: pow(a, b)
        case .sqrt: a.squareRoot()
        case .abs: abs(a)
        case .sign: a > 0 ? 1 : a < 0 ? -1 : 0
        case .minimum: min(a, b)
        case .maximum: max(a, b)
        case .floor: floor(a)
        default: function(code, a, b, c)
        }
    }

    private func function(_ code: Opcode, _ a: Double, _ b: Double, _ c: Double) -> Double {
        switch code {
        case .sin: sin(a)
        case .cos: cos(a)
        case .tan: tan(a)
        case .asin: asin(a)
        case .acos: acos(a)
        case .atan: atan(a)
        case .atan2: atan2(a, b)
        case .angle: atan2(b, a) < 0 ? atan2(b, a) + 2 * Double.pi : atan2(b, a)
        case .sinh: sinh(a)
        case .cosh: cosh(a)
        case .tanh: tanh(a)
        case .exp: exp(a)
        case .log: log(a)
        case .erf: erf(a)
        case .step: a >= 0 ? 1 : 0
        case .clamp: min(max(a, b), c)
        case .bump: abs(a) < 1 ? exp(1 - 1 / (1 - a * a)) : 0
        default: logical(code, a, b, c)
        }
    }

    private func logical(_ code: Opcode, _ a: Double, _ b: Double, _ c: Double) -> Double {
        switch code {
        case .less: a < b ? 1 : 0
        case .lessOrEqual: a <= b ? 1 : 0
        case .equal: a == b ? 1 : 0
        case .notEqual: a != b ? 1 : 0
        case .and: a != 0 && b != 0 ? 1 : 0
        case .or: a != 0 || b != 0 ? 1 : 0
        case .not: a == 0 ? 1 : 0
        case .select: a != 0 ? b : c
        default: .nan
        }
    }

    /// Rows of quarters between -2 and 2, so that comparisons meet equal operands and zeros.
    private func quarters(rows: Int, points: Int, positive: Bool) -> Tensor<Double> {
        var random = RandomStream(seed: 7, name: "operands")
        let numbers = (0..<rows * points).map { _ in (random.uniform(from: positive ? 1 : -8, to: 8)).rounded(.down) / 4 }
        return Tensor(shape: [rows, points], elements: numbers)
    }

    /// Own kernels are off by 3 ulp at most, libm's by one, products of powers by their number.
    private func assertClose(_ result: Double, _ expected: Double, _ message: String) {
        if expected.isNaN {
            XCTAssert(result.isNaN, message)
        } else if expected.isInfinite {
            XCTAssertEqual(result, expected, message)
        } else {
            XCTAssertEqual(result, expected, accuracy: 6 * max(expected.ulp, 1e-16), message)
        }
    }

    func testEveryOpcodeAgainstSwift() {
        for points in [1, 7, 64, 256, 515] {
            for code in Opcode.allCases {
                let logicOnly = code == .power || code == .log
                let inputs = quarters(rows: 3, points: points, positive: logicOnly)
                for immediate in code == .integerPower ? [0, 1, 2, 3, 5, -1, -2, 64, 65] : [0.75] {
                    check(code, immediate, inputs, points: points)
                }
            }
        }
    }

    private func check(_ code: Opcode, _ immediate: Double, _ inputs: Tensor<Double>, points: Int) {
        let program = InstructionProgram(
            instructions: [Instruction(opcode: code, destination: 3, a: 0, b: 1, c: 2, immediate: immediate)],
            inputCount: 3, registerCount: 4, outputs: [3])
        for variant in InstructionSet.allCases where variant.isAvailable {
            let outputs = program.evaluated(inputs, points: points, using: variant)
            for point in 0..<points {
                let expected = reference(code, inputs[0, point], inputs[1, point], inputs[2, point], immediate)
                let isExactlyRounded = code != .integerPower || abs(immediate) < 3
                guard isExactlyRounded else {
                    let scale = max(abs(expected), 1e-300)
                    let difference = outputs[0, point] == expected ? 0 : abs(outputs[0, point] - expected)
                    // Squaring repeatedly multiplies the roundings.
                    XCTAssertLessThanOrEqual(difference, abs(immediate) * 2.3e-16 * scale, "power \(immediate)")
                    continue
                }
                assertClose(outputs[0, point], expected, "\(code) \(variant) point \(point)")
            }
        }
    }

    func testDestinationMayBeAnOperand() {
        let inputs = quarters(rows: 2, points: 300, positive: false)
        for code in Opcode.allCases where code.operandCount > 0 {
            let apart = Instruction(opcode: code, destination: 5, a: 2, b: 3, c: 4, immediate: 3)
            var same = apart
            same.destination = 2
            let loads = [
                Instruction(opcode: .copy, destination: 2, a: 0), Instruction(opcode: .copy, destination: 3, a: 1),
                Instruction(opcode: .addConstant, destination: 4, a: 1, immediate: 1),
            ]
            let results = [apart, same].map { last in
                InstructionProgram(
                    instructions: loads + [last], inputCount: 2, registerCount: 6, outputs: [last.destination]
                ).evaluated(inputs, points: 300, using: .best).elements
            }
            XCTAssert(zip(results[0], results[1]).allSatisfy { $0 == $1 || ($0.isNaN && $1.isNaN) }, "\(code)")
        }
    }
}

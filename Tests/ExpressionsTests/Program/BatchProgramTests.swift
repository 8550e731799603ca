import Expressions
import NumericsCore
import XCTest

final class BatchProgramTests: XCTestCase {
    private let x = Expression.coordinate(0)
    private let y = Expression.coordinate(1)

    /// Rounding differs (multiply-adds, order of sums), so values are compared where they are not the small
    /// difference of large ones: relative to the value of the same tree at slightly moved points.
    func testRandomTreesAgreeWithDirectEvaluation() {
        var trees = RandomTrees(seed: 31, symbols: [.coordinate(0), .coordinate(1)])
        var checked = 0
        for _ in 0..<2000 {
            let tree = trees.tree(depth: 4)
            let program = BatchProgram([tree], inputs: [.coordinate(0), .coordinate(1)])
            for _ in 0..<3 {
                let point = [4 * trees.uniform() - 2, 4 * trees.uniform() - 2]
                let direct = value(tree, point)
                let moved = value(tree, [point[0] * (1 + 1e-13), point[1] * (1 - 1e-13)])
                let compiled = program.value(point)[0]
                if direct.isNaN || moved.isNaN || direct.isInfinite { continue }
                let condition = abs(moved - direct) * 100 + 1e-11 * max(1, abs(direct))
                guard condition < 1e-6 * max(1, abs(direct)) else { continue }
                XCTAssertEqual(compiled, direct, accuracy: condition, tree.printed(TestProblem.names))
                checked += 1
            }
        }
        XCTAssertGreaterThan(checked, 1500)
    }

    private func value(_ tree: Expression, _ point: [Double]) -> Double {
        tree.value { if case .coordinate(let index) = $0 { point[index] } else { nil } } ?? .nan
    }

    func testCommonPartsAreComputedOnce() {
        let shared = Expression.call(.sin, x * y)
        let program = BatchProgram([shared + 1, shared * 2, .power(shared, 2.0)], inputs: [.coordinate(0), .coordinate(1)])
        XCTAssertEqual(program.program.instructions.filter { $0.opcode == .sin }.count, 1)
        XCTAssertEqual(program.program.instructions.filter { $0.opcode == .multiply }.count, 1)
    }

    func testProductsInSumsBecomeMultiplyAdds() {
        let program = BatchProgram([x + x * y + 3 * .power(x, 2.0) * y], inputs: [.coordinate(0), .coordinate(1)])
        XCTAssertEqual(program.program.instructions.map(\.opcode), [.multiplyAdd, .square, .multiplyConstant, .multiplyAdd])
    }

    func testWholePowersAreRepeatedSquares() {
        let program = BatchProgram([.power(x, 8.0), .power(x, -9.0)], inputs: [.coordinate(0)])
        XCTAssertEqual(program.program.instructions.map(\.opcode), [.square, .square, .square, .multiply, .reciprocal])
        XCTAssertEqual(program.value([2]), [256, 1.0 / 512])
    }

    func testRegistersAreReused() {
        // A long chain of operations needs one register besides the input and the output.
        var chain = x
        for index in 0..<50 { chain = .call(.sin, chain + .constant(Double(index))) }
        let program = BatchProgram([chain], inputs: [.coordinate(0)])
        XCTAssertLessThanOrEqual(program.program.registerCount, 3)
    }

    func testOutputsMayBeInputsNumbersAndEachOther() {
        let program = BatchProgram([x, 7, x, x * y, x * y], inputs: [.coordinate(0), .coordinate(1)])
        XCTAssertEqual(program.value([2, 5]), [2, 7, 2, 10, 10])
    }

    func testProgramWithoutInputs() {
        XCTAssertEqual(BatchProgram([3, 4], inputs: []).value([]), [3, 4])
    }

    func testManyPointsAgreeWithSinglePoints() {
        let expressions = [x * y - .call(.exp, x), .choice(.compare(x, .less, y), x, -y), .power(x, 1.5)]
        let program = BatchProgram(expressions, inputs: [.coordinate(0), .coordinate(1)])
        let points = 1001
        let first = (0..<points).map { 0.5 + Double($0) / 500 }
        let second = (0..<points).map { 2 - Double($0) / 400 }
        var outputs = Tensor(shape: [3, points], repeating: 0.0)
        var workspace = program.makeWorkspace()
        program.evaluate(
            inputs: Tensor(shape: [2, points], elements: first + second), outputs: &outputs, workspace: &workspace)
        for index in [0, 63, 64, 512, 1000] {
            let single = program.value([first[index], second[index]])
            for row in 0..<3 { XCTAssertEqual(outputs[row, index], single[row], "row \(row) at \(index)") }
        }
    }

    func testPiecewiseFunctionsKeepNaN() {
        for function in [ScalarFunction.sign, .step, .abs, .floor, .bump] {
            XCTAssertTrue(BatchProgram([.call(function, x)], inputs: [.coordinate(0)]).value([.nan])[0].isNaN, "\(function)")
        }
    }
}

import Foundation
import NumericsCore
import TimeIntegration
import XCTest

final class ARK436L2SATests: XCTestCase {
    private typealias Matrix = [[Double]]

    private func matrices() -> [Matrix] {
        let stages = ARKTableau.stages
        let full = { (rows: Matrix, diagonal: (Int) -> Double) in
            (0..<stages).map { row in
                (0..<stages).map { column in
                    column == row ? diagonal(row) : column < rows[row].count ? rows[row][column] : 0
                }
            }
        }
        return [full(ARKTableau.explicit) { _ in 0 }, full(ARKTableau.implicit) { $0 == 0 ? 0 : ARKTableau.gamma }]
    }

    private func apply(_ a: Matrix, _ x: [Double]) -> [Double] { a.map { zip($0, x).reduce(0) { $0 + $1.0 * $1.1 } } }
    private func dot(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }

    func testRowSumsAreTheNodes() {
        for a in matrices() {
            for (row, node) in ARKTableau.nodes.enumerated() {
                XCTAssertEqual(a[row].reduce(0, +), node, accuracy: 4e-16)
            }
        }
    }

    /// All conditions of order 4, explicit, implicit and coupled; those of order 3 for the embedded weights.
    func testOrderConditions() {
        let c = ARKTableau.nodes
        for (b, order) in [(ARKTableau.weights, 4), (ARKTableau.embeddedWeights, 3)] {
            for degree in 0..<order {
                XCTAssertEqual(dot(b, c.map { pow($0, Double(degree)) }), 1 / Double(degree + 1), accuracy: 1e-15)
            }
            for a in matrices() {
                XCTAssertEqual(dot(b, apply(a, c)), 1.0 / 6, accuracy: 1e-15)
                guard order == 4 else { continue }
                XCTAssertEqual(dot(zip(b, c).map { $0 * $1 }, apply(a, c)), 1.0 / 8, accuracy: 1e-15)
                XCTAssertEqual(dot(b, apply(a, c.map { $0 * $0 })), 1.0 / 12, accuracy: 1e-15)
                for inner in matrices() {
                    XCTAssertEqual(dot(b, apply(a, apply(inner, c))), 1.0 / 24, accuracy: 1e-15)
                }
            }
        }
    }

    /// y' = -20 (y - z) + …, with exact solution y = cos t, z = sin t.
    private func system() -> ClosureSplitSystem {
        ClosureSplitSystem(linear: [[-20, 10], [0, -5]]) { t, y in
            let square = y[0] * y[0] - cos(t) * cos(t)
            return [-sin(t) + 20 * cos(t) - 10 * sin(t) + square, cos(t) + 5 * sin(t) - square]
        }
    }

    func testObservedOrderIsFour() throws {
        func error(_ step: Double) throws -> Double {
            let loose = ErrorTolerance(relative: 1e4, absolute: [1e4])
            var ark = try ARK436L2SA(system: system(), tolerance: loose, time: 0, state: Tensor([1.0, 0]), firstStep: step)
            var limit = 0.0
            while limit < 1.999 {
                limit += step
                try ark.step(until: limit)
            }
            return hypot(ark.state[0] - cos(ark.time), ark.state[1] - sin(ark.time))
        }
        XCTAssertEqual(log2(try error(0.025) / error(0.0125)), 4, accuracy: 0.4)
    }

    func testErrorFollowsTheTolerance() throws {
        for value in [1e-5, 1e-8, 1e-11] {
            let tolerance = ErrorTolerance(relative: value, absolute: [value])
            var ark = try ARK436L2SA(system: system(), tolerance: tolerance, time: 0, state: Tensor([1.0, 0]), firstStep: 1e-3)
            while ark.time < 2 { try ark.step(until: 2) }
            XCTAssertEqual(ark.time, 2)
            XCTAssertEqual(ark.state[0], cos(2), accuracy: 20 * value)
            XCTAssertEqual(ark.state[1], sin(2), accuracy: 20 * value)
        }
    }

    /// 0 = y - z + g(t) as a constraint that the stages and the result keep.
    func testConstraintRowsHold() throws {
        let system = ClosureSplitSystem(
            mass: [[1, 0], [0, 0]], linear: [[-1, -1], [1, -1]], isConstraint: [false, true]
        ) { t, _ in [-sin(t) + cos(t) + sin(t), sin(t) - cos(t)] }
        let tolerance = ErrorTolerance(relative: 1e-9, absolute: [1e-9])
        var ark = try ARK436L2SA(system: system, tolerance: tolerance, time: 0, state: Tensor([1.0, 0]), firstStep: 1e-2)
        while ark.time < 2 { try ark.step(until: 2) }
        XCTAssertEqual(ark.state[0], cos(2), accuracy: 1e-7)
        XCTAssertEqual(ark.state[0] - ark.state[1] + sin(2) - cos(2), 0, accuracy: 1e-14)
    }

    func testRestoredRunAgreesInEveryBit() throws {
        let tolerance = ErrorTolerance(relative: 1e-6, absolute: [1e-6])
        func make() throws -> ARK436L2SA {
            try ARK436L2SA(system: system(), tolerance: tolerance, time: 0, state: Tensor([1.0, 0]), firstStep: 1e-3)
        }
        var whole = try make()
        for _ in 0..<10 { try whole.step(until: 5) }
        var checkpoint = Checkpoint()
        whole.save(to: &checkpoint, prefix: "ark.")
        var resumed = try make()
        try resumed.restore(from: checkpoint, prefix: "ark.")
        for _ in 0..<10 {
            try whole.step(until: 5)
            try resumed.step(until: 5)
        }
        XCTAssertEqual(whole.time, resumed.time)
        XCTAssertEqual(whole.state, resumed.state)
    }
}

import Discretization
import Foundation
import NumericsCore
import XCTest

final class AxisTests: XCTestCase {
    private func apply(_ map: AxisOperator, _ values: [Double]) -> [Double] {
        var result = Tensor(shape: [map.rows], repeating: 0.0)
        map.apply(Tensor(values), outer: 1, inner: 1, into: &result)
        return result.elements
    }

    func testDifferentiationIsExactForPolynomials() {
        let axis = AxisDiscretization("x", breaks: [-1, 0.5, 2], residualPointsPerElement: 10)
        let space = AxisSpace(axis: axis, conditions: 2, highestDerivative: 3)
        let values = space.nodes.map { pow($0, 5) - 2 * $0 }
        let exact: [(Double) -> Double] = [
            { pow($0, 5) - 2 * $0 }, { 5 * pow($0, 4) - 2 }, { 20 * pow($0, 3) }, { 60 * $0 * $0 },
        ]
        for order in 0...3 {
            let found = apply(space.evaluation(at: .residual, order: order), values)
            // Rounding of the k-th derivative grows like the degree to the power 2k.
            let tolerance = 1e-13 * pow(12, 2 * Double(order))
            for (value, point) in zip(found, axis.residualPoints) {
                XCTAssertEqual(value, exact[order](point), accuracy: tolerance * 60)
            }
            XCTAssertEqual(apply(space.evaluation(at: .lower, order: order), values)[0], exact[order](-1), accuracy: 60 * tolerance)
            XCTAssertEqual(apply(space.evaluation(at: .upper, order: order), values)[0], exact[order](2), accuracy: 60 * tolerance)
            let inside = apply(space.evaluation(at: .positions([-0.3, 0.5, 1.9]), order: order), values)
            for (value, point) in zip(inside, [-0.3, 0.5, 1.9]) {
                XCTAssertEqual(value, exact[order](point), accuracy: 60 * tolerance)
            }
        }
    }

    func testSecondDerivativeOfHighDegreeKeepsItsDigits() {
        // From Weideman and Reddy: the error of the recursion at n = 200 stays near n^2 eps relative to the largest entry.
        let axis = AxisDiscretization("x", breaks: [-1, 1], residualPointsPerElement: 198)
        let space = AxisSpace(axis: axis, conditions: 2, highestDerivative: 2)
        let found = apply(space.evaluation(at: .residual, order: 2), space.nodes.map { sin(20 * $0) })
        for (value, point) in zip(found, axis.residualPoints) where abs(point) < 0.9 {
            XCTAssertEqual(value, -400 * sin(20 * point), accuracy: 1e-7)
        }
    }

    func testResidualQuadrature() {
        for count in [4, 5, 16] {
            let axis = AxisDiscretization("x", breaks: [0, 1, 3], residualPointsPerElement: count)
            let integral = zip(axis.residualPoints, axis.residualWeights).reduce(0) { $0 + $1.1 * pow($1.0, 3) }
            XCTAssertEqual(integral, 81.0 / 4, accuracy: 1e-13)
        }
        XCTAssertEqual(ChebyshevPoints.firstKindWeights(6).reduce(0, +), 2, accuracy: 1e-15)
    }

    func testPeriodicDifferentiation() {
        for count in [11, 12] {
            let axis = AxisDiscretization(periodic: "x", from: 1, to: 3, count: count)
            let space = AxisSpace(axis: axis, conditions: 0, highestDerivative: 3)
            let values = space.nodes.map { cos(3 * Double.pi * ($0 - 1)) + 2 }
            let first = apply(space.evaluation(at: .residual, order: 1), values)
            let second = apply(space.evaluation(at: .residual, order: 2), values)
            for (index, point) in space.nodes.enumerated() {
                XCTAssertEqual(first[index], -3 * Double.pi * sin(3 * Double.pi * (point - 1)), accuracy: 1e-12)
                XCTAssertEqual(second[index], -9 * Double.pi * Double.pi * cos(3 * Double.pi * (point - 1)), accuracy: 1e-11)
            }
            let between = apply(space.evaluation(at: .positions([1.234]), order: 0), values)
            XCTAssertEqual(between[0], cos(3 * Double.pi * 0.234) + 2, accuracy: 1e-13)
        }
    }

    func testTailsSeeALayer() {
        let axis = AxisDiscretization("x", breaks: [-1, 0, 1], residualPointsPerElement: 18)
        let layout = CollocationLayout(axes: [axis], conditions: [[2]], highestDerivatives: [2])
        var state = Tensor(shape: [layout.count], repeating: 0.0)
        layout.set(0, to: Tensor(layout.nodes(of: 0).map { exp(-($0[0] + 1) / 0.005) }), in: &state)
        let tails = layout.tails(of: 0, along: 0, in: state)
        XCTAssertGreaterThan(tails[0], 1e-3)
        XCTAssertLessThan(tails[1], 1e-14)
    }

    func testBisectionKeepsAPolynomial() {
        let axis = AxisDiscretization("x", breaks: [0, 2], residualPointsPerElement: 6)
        let coarse = CollocationLayout(axes: [axis], conditions: [[2]], highestDerivatives: [2])
        let fine = CollocationLayout(axes: [axis.bisecting([0])], conditions: [[2]], highestDerivatives: [2])
        XCTAssertEqual(fine.axes[0].breaks, [0, 1, 2])
        var state = Tensor(shape: [coarse.count], repeating: 0.0)
        coarse.set(0, to: Tensor(coarse.nodes(of: 0).map { pow($0[0], 7) - $0[0] }), in: &state)
        let carried = coarse.prolong(state, to: fine)
        for (value, node) in zip(fine.values(of: 0, in: carried).elements, fine.nodes(of: 0)) {
            XCTAssertEqual(value, pow(node[0], 7) - node[0], accuracy: 1e-12)
        }
    }

    func testEvaluationAtScatteredAndGriddedPoints() {
        let axes = [
            AxisDiscretization("x", breaks: [0, 1, 2], residualPointsPerElement: 6),
            AxisDiscretization("y", breaks: [-1, 1], residualPointsPerElement: 8),
        ]
        let layout = CollocationLayout(axes: axes, conditions: [[2, 2]], highestDerivatives: [2, 2])
        var state = Tensor(shape: [layout.count], repeating: 0.0)
        layout.set(0, to: Tensor(layout.nodes(of: 0).map { pow($0[0], 3) * pow($0[1], 4) }), in: &state)
        let exact = { (x: Double, y: Double) in 3 * x * x * 24 * y }
        // Orders (1, 3): beyond what the layout was made for.
        let scattered = [[0.1, 0.7, 1.9], [0.3, -0.4, 0.9]]
        let found = layout.evaluate(0, orders: [1, 3], atPoints: scattered, in: state)
        for k in 0..<3 { XCTAssertEqual(found[k], exact(scattered[0][k], scattered[1][k]), accuracy: 1e-9) }
        let gridded = [[0.5, 1.5, 0.5, 1.5], [0.2, 0.2, -0.6, -0.6]]
        let onGrid = layout.evaluate(0, orders: [1, 3], atPoints: gridded, in: state)
        for k in 0..<4 { XCTAssertEqual(onGrid[k], exact(gridded[0][k], gridded[1][k]), accuracy: 1e-9) }
    }
}

import Classical
import Problems
import Solving
import Expressions
import Foundation
import NumericsCore
import XCTest

/// Coefficients that jump.
final class MultigridJumpTests: XCTestCase {
    private func values(_ equation: String, coefficient: String, at points: [Double], cells: Int) throws -> [Double] {
        let text = boxProblem(
            coordinates: "{x: [0, 1]}", parameters: "{a: '\(coefficient)'}", equation: equation,
            conditions: ["{at: [x = 0, x = 1], require: u = 0}"])
        let solution = try multigridSolution(problem(text), ["cells": .integers([cells])])
        let places = Tensor(shape: [points.count, 1], elements: points)
        return try solution.evaluator.evaluate([JetRequest(component: 0)], at: places, snapshot: 0).elements
    }

    /// u = 0 at both ends of [0, 1], -(a u')' = 1 or -a u'' = 1, a = 1 left of the middle and 10 right of it. By hand:
    /// the flux -a u' = x + c is continuous in the first, u' in the second.
    func testADivergenceAndACoefficientBeforeALaplacianAreDifferentProblems() throws {
        let c = -0.1625 / 0.55
        let conservative: (Double) -> Double = { x in
            x <= 0.5 ? -(x * x / 2 + c * x) : (0.5 + c - (x * x / 2 + c * x)) / 10
        }
        let slope = 0.3875
        let pointwise: (Double) -> Double = { x in
            x <= 0.5 ? slope * x - x * x / 2 : slope * x - x * x / 2 + 0.45 * (x - 0.5) * (x - 0.5)
        }
        let points = [0.25, 0.5, 0.75]
        let jump = "if(x < 0.5, 1, 10)"
        // Exact up to rounding: the solution is a parabola on both sides and the jump lies on a node.
        for (found, x) in zip(try values("-div(a*grad(u)) = 1", coefficient: jump, at: points, cells: 32), points) {
            XCTAssertEqual(found, conservative(x), accuracy: 1e-13)
        }
        for (found, x) in zip(try values("-a*lap(u) = 1", coefficient: jump, at: points, cells: 32), points) {
            XCTAssertEqual(found, pointwise(x), accuracy: 1e-13)
        }
        XCTAssertGreaterThan(abs(conservative(0.5) - pointwise(0.5)), 0.04)
    }

    /// The flux through a wall of two layers is the drop over the sum of their resistances.
    func testLayersInSeriesAreExact() throws {
        for cells in [30, 32] {
            let text = boxProblem(
                coordinates: "{x: [0, 1], y: [0, 1]}", parameters: "{a: 'if(x < 0.5, 1, 1000)'}", equation: "div(a*grad(u)) = 0",
                conditions: [
                    "{at: x = 0, require: u = 1}", "{at: x = 1, require: u = 0}", "{at: [y = 0, y = 1], require: dn(u) = 0}",
                ])
            let solution = try multigridSolution(problem(text), ["cells": .integers([cells, 8])])
            let places = Tensor(shape: [1, 2], elements: [0.25, 0.5])
            let value = try solution.evaluator.evaluate([JetRequest(component: 0)], at: places, snapshot: 0)[0]
            let flux = 1 / (0.5 / 1 + 0.5 / 1000)
            // Linear in each layer: only the algebraic tolerance of 1e-10 counts.
            XCTAssertEqual(value, 1 - 0.25 * flux, accuracy: 1e-9)
        }
    }

    func testASourceThatJumpsIsAveraged() throws {
        let text = boxProblem(
            coordinates: "{x: [0, 1]}", equation: "-lap(u) = if(x < 0.5, 1, 0)",
            conditions: ["{at: [x = 0, x = 1], require: u = 0}"],
            exact: "if(x < 0.5, 3*x/8 - x^2/2, (1 - x)/8)")
        for error in try multigridErrors(problem(text), cells: [[16], [32]]) { XCTAssertLessThan(error, 1e-12) }
    }

    func testACoefficientFromAFileCountsAsConstantOnDualCells() throws {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("multigrid-layers-\(UUID().uuidString).csv").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        let layers = (0...32).map { $0 < 16 ? 1.0 : 10 }
        var input = InputField(name: "a", kind: .sampled(path: path, shape: [33], values: layers))
        input.sensors = nil
        var discrete = try problem(
            boxProblem(
                coordinates: "{x: [0, 1]}", parameters: "{a: 2}", equation: "-div(a*grad(u)) = 0",
                conditions: ["{at: x = 0, require: u = 1}", "{at: x = 1, require: u = 0}"]))
        let flux = Expression.symbol(.input(0, .none)) * .jet(0, MultiIndex([1]))
        discrete.inputs = [input]
        discrete.equations[0].divergence = DivergenceForm(terms: [.init(coordinate: 0, flux: flux)], remainder: .zero)
        let solution = try multigridSolution(discrete, ["cells": .integers([32])])
        let value = try solution.evaluator.evaluate([JetRequest(component: 0)], at: Tensor(shape: [1, 1], elements: [0.25]), snapshot: 0)[0]
        // The jump lies on the face before node 16: resistances of 15.5 and 16.5 cells in series.
        XCTAssertEqual(value, 1 - 8 / (15.5 + 1.65), accuracy: 1e-12)
    }
}

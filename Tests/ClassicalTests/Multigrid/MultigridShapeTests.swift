import Classical
import Problems
import Solving
import XCTest

/// Problems on shapes: what the order is where the boundary cuts the grid.
final class MultigridShapeTests: XCTestCase {
    private func shaped(
        _ shape: String, equation: String = "-lap(u) = -lap(truth)", conditions: [String], truth: String,
        coordinates: String = "{x: [-1.1, 1.2], y: [-1.2, 1.1]}", more: String = ""
    ) -> String {
        boxProblem(
            coordinates: coordinates, parameters: "{truth: '\(truth)'}", equation: equation, conditions: conditions, exact: "truth",
            more: "shape: '\(shape)'\n" + more)
    }

    /// Order from errors with n and 4n cells: in between they jump with the places where the boundary cuts the cells.
    private func order(_ text: String, _ cells: [Int]) throws -> (order: Double, error: Double) {
        let errors = try multigridErrors(problem(text), cells: [cells, cells.map { 4 * $0 }])
        return (log2(errors[0] / errors[1]) / 2, errors[1])
    }

    private static let given = ["{at: boundary, require: u = truth}"]

    func testGivenValuesOnADisk() throws {
        let found = try order(shaped("disk([0, 0], 1)", conditions: Self.given, truth: "exp(x)*sin(2*y) + x*y"), [20, 20])
        XCTAssertGreaterThan(found.order, 1.9)
        XCTAssertLessThan(found.error, 1e-3)
    }

    func testGivenValuesBetweenAnEllipseAndAHoleWithLowerTerms() throws {
        let left = "-div((1 + x^2)*grad(W)) + y*d(W, x) + W"
        let equation = left.replacingOccurrences(of: "W", with: "u") + " = " + left.replacingOccurrences(of: "W", with: "truth")
        let text = shaped(
            "ellipse([0, 0], [1, 0.8]) - disk([0.1, 0], 0.3)", equation: equation, conditions: Self.given, truth: "exp(x)*sin(2*y) + x*y")
        let found = try order(text, [20, 20])
        XCTAssertGreaterThan(found.order, 1.9)
        XCTAssertLessThan(found.error, 1e-3)
    }

    func testGivenValuesOnABall() throws {
        let text = shaped(
            "ball([0, 0, 0], 1)", conditions: Self.given, truth: "exp(x)*sin(2*y) + x*z",
            coordinates: "{x: [-1.1, 1.2], y: [-1.2, 1.1], z: [-1.15, 1.15]}")
        let errors = try multigridErrors(problem(text), cells: [[10, 10, 10], [30, 30, 30]])
        XCTAssertGreaterThan(log(errors[0] / errors[1]) / log(3), 1.8)
    }

    func testSlopesOnACurvedBoundary() throws {
        let mixed = [
            "{at: inner, require: dn(u) = dn(truth)}", "{at: outer, require: u = truth}",
        ]
        let parts = "boundary:\n  inner: {where: 'x^2 + y^2 < 0.36'}\n  outer: rest\n"
        let text = shaped(
            "disk([0, 0], 1) - disk([0, 0], 0.4)", conditions: mixed, truth: "exp(x)*sin(2*y) + x*y", more: parts)
        let found = try order(text, [24, 24])
        XCTAssertGreaterThan(found.order, 1.9)
        XCTAssertLessThan(found.error, 3e-4)
    }

    func testRobinOnACurvedBoundary() throws {
        let text = shaped("disk([0, 0], 1)", conditions: Self.robin, truth: "exp(x)*sin(2*y) + x*y")
        let found = try order(text, [24, 24])
        // The error over h^2 varies by a factor of two with the places where the boundary cuts the cells.
        XCTAssertGreaterThan(found.order, 1.6)
        XCTAssertLessThan(found.error, 4e-4)
    }

    func testRobinOnABall() throws {
        let text = shaped(
            "ball([0, 0, 0], 1)", conditions: Self.robin, truth: "exp(x)*sin(2*y) + x*z", coordinates: Self.cube)
        let errors = try multigridErrors(problem(text), cells: [[12, 12, 12], [36, 36, 36]])
        XCTAssertGreaterThan(log(errors[0] / errors[1]) / log(3), 1.8)
    }

    private static let robin = ["{at: boundary, require: dn(u) + 2*u = dn(truth) + 2*truth}"]
    private static let cube = "{x: [-1.1, 1.2], y: [-1.2, 1.1], z: [-1.15, 1.15]}"

    /// The walls of a cut cell close it together with its open faces, and the unknown is continued to them along a line:
    /// affine fields have no error but rounding, times the condition of the matrix.
    func testAffineFieldsAreExactWhereConditionsGiveSlopes() throws {
        let slopes = ["{at: flat, require: dn(u) = dn(truth)}", "{at: arc, require: dn(u) + 2*u = dn(truth) + 2*truth}"]
        let parts = "boundary:\n  flat: {where: 'abs(y - 0.1) < 1e-9'}\n  arc: rest\n"
        let texts = [
            shaped("disk([0.03, -0.017], 0.987)", conditions: Self.robin, truth: "1 + 2*x - 3*y"),
            shaped("polygon([[-1, -1], [1, -0.7], [0.8, 0.9], [-0.6, 1]])", conditions: Self.robin, truth: "1 + 2*x - 3*y"),
            shaped(
                "disk([0, 0], 1) & box([-1.2, 0.1], [1.2, 1.2])", conditions: slopes, truth: "1 + 2*x - 3*y",
                coordinates: "{x: [-1.2, 1.2], y: [0.1, 1.2]}", more: parts),
        ]
        for text in texts {
            for error in try multigridErrors(problem(text), cells: [[24, 24], [31, 37]]) { XCTAssertLessThan(error, 1e-9) }
        }
        let ball = shaped("ball([0, 0, 0], 1)", conditions: Self.robin, truth: "1 + 2*x - 3*y + z", coordinates: Self.cube)
        // A cut cell without any neighbour along an axis knows no slope there, and takes it for zero.
        for error in try multigridErrors(problem(ball), cells: [[12, 12, 12], [13, 14, 15]]) { XCTAssertLessThan(error, 1e-4) }
    }

    func testPureNeumannOnADiskWithAGauge() throws {
        let text = shaped(
            "disk([0, 0], 1)", equation: "-lap(u) = 0", conditions: ["{at: boundary, require: dn(u) = dn(truth)}", "{gauge: mean(u) = 0}"],
            truth: "x^2 - y^2 + x")
        let found = try order(text, [24, 24])
        XCTAssertGreaterThan(found.order, 1.8)
        XCTAssertLessThan(found.error, 1e-3)
    }

    /// The solution r^(2/3) sin(2/3 theta) has infinite slopes at the corner: the error falls like h^(4/3).
    func testTheObservedOrderAtAReentrantCornerIsFourThirds() throws {
        let text = """
            coordinates: {x: [-1, 1], y: [-1, 1]}
            shape: box([-1, -1], [1, 1]) - box([0, -1], [1, 0])
            unknowns: u
            equations: ['-lap(u) = 0']
            conditions:
              - {at: boundary, require: u = exact}
            exact: {u: '(x^2+y^2)^(1/3) * sin(2/3*angle(x,y))'}
            """
        let problem = try problem(text)
        let solution = try multigridSolution(problem, ["cells": .integers([128])])
        let error = try XCTUnwrap(try solution.verdictsAgainstExact(problem)[0].relativeL2)
        let estimate = try XCTUnwrap(solution.estimates["u"]).relativeL2
        let errors = try multigridErrors(problem, cells: [[32, 32], [128, 128]])
        XCTAssertEqual(log2(errors[0] / errors[1]) / 2, 4.0 / 3, accuracy: 0.08)
        XCTAssertEqual(estimate / error, 1, accuracy: 0.25)
    }
}

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

    /// Orders in both norms from n to 4n cells, averaged over places of the shape against the grid: the error over h^2 varies
    /// with the places where the boundary cuts the cells.
    private func meanOrders(_ text: (_ centre: String, _ radius: Double) -> String, _ cells: [Int]) throws -> (l2: Double, maximum: Double) {
        let places = [("[0, 0]", 1.0), ("[0.03, -0.017]", 0.987), ("[0.0123, 0.0456]", 0.9713), ("[0.05, -0.05]", 1.0)]
        var sums = (l2: 0.0, maximum: 0.0)
        for (centre, radius) in places {
            let problem = try problem(text(centre, radius))
            let verdicts = try [1, 4].map { factor in
                let settings: [String: Settings.Value] = [
                    "cells": .integers(cells.map { factor * $0 }), "error-estimate": .flag(false), "algebraic-tolerance": .number(1e-13),
                ]
                return try multigridSolution(problem, settings).verdictsAgainstExact(problem)[0]
            }
            sums.l2 += log2(try XCTUnwrap(verdicts[0].relativeL2) / XCTUnwrap(verdicts[1].relativeL2)) / 2
            sums.maximum += log2(try XCTUnwrap(verdicts[0].maximumError) / XCTUnwrap(verdicts[1].maximumError)) / 2
        }
        return (sums.l2 / Double(places.count), sums.maximum / Double(places.count))
    }

    func testRobinOnACurvedBoundary() throws {
        let found = try meanOrders({
            shaped("disk(\($0), \($1))", conditions: Self.robin, truth: "exp(x)*sin(2*y) + x*y")
        }, [32, 32])
        XCTAssertGreaterThan(found.l2, 1.85)
        XCTAssertGreaterThan(found.maximum, 1.85)
    }

    func testNeumannOnACurvedBoundary() throws {
        let found = try meanOrders({
            shaped(
                "disk(\($0), \($1))", equation: "-lap(u) + u = -lap(truth) + truth", conditions: Self.flux,
                truth: "exp(x)*sin(2*y) + x*y")
        }, [32, 32])
        XCTAssertGreaterThan(found.l2, 1.85)
        XCTAssertGreaterThan(found.maximum, 1.85)
    }

    /// b h is 26 and 6: the boundary all but holds the unknown. Taking it to be at nodes outside is of first order.
    func testStiffRobinOnACurvedBoundary() throws {
        let stiff = ["{at: boundary, require: dn(u) + 1000*u = dn(truth) + 1000*truth}"]
        let found = try order(shaped("disk([0.03, 0.01], 1)", conditions: stiff, truth: "sin(x)*cos(y)"), [40, 40])
        XCTAssertGreaterThan(found.order, 1.8)
        XCTAssertLessThan(found.error, 1e-4)
    }

    /// On short arms the slope of a parabola gives convection a negative diagonal where velocity h exceeds the diffusion.
    func testConvectionStaysBoundedWhereArmsAreShort() throws {
        for (diffusion, cells) in [("0.5", 16), ("0.5", 32), ("0.2", 64)] {
            let text = """
                coordinates: {x: [-1.1, 1.2], y: [-1.2, 1.1]}
                shape: 'disk([0, 0], 1)'
                unknowns: u
                equations: ['10*u_x = \(diffusion)*lap(u) + 1']
                conditions:
                  - {at: boundary, require: u = 0}
                """
            let solution = try multigridSolution(problem(text), ["cells": .integers([cells]), "error-estimate": .flag(false)])
            let values = solution.snapshots[0].fields[0].values.elements.filter { !$0.isNaN }
            // The way through the disk takes 0.2, and central differences overshoot by less than as much again.
            XCTAssertGreaterThan(values.min()!, -0.05)
            XCTAssertLessThan(values.max()!, 0.3)
        }
        let left = "10*d(W, x) - 0.5*lap(W)"
        let equation = left.replacingOccurrences(of: "W", with: "u") + " = " + left.replacingOccurrences(of: "W", with: "truth")
        let found = try order(
            shaped("disk([0, 0], 1)", equation: equation, conditions: Self.given, truth: "exp(x)*sin(2*y) + x*y"), [32, 32])
        XCTAssertGreaterThan(found.order, 1.9)
    }

    func testRobinOnABall() throws {
        let text = shaped(
            "ball([0, 0, 0], 1)", conditions: Self.robin, truth: "exp(x)*sin(2*y) + x*z", coordinates: Self.cube)
        let errors = try multigridErrors(problem(text), cells: [[12, 12, 12], [36, 36, 36]])
        XCTAssertGreaterThan(log(errors[0] / errors[1]) / log(3), 1.8)
    }

    private static let flux = ["{at: boundary, require: dn(u) = dn(truth)}"]
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
        let solid = "1 + 2*x - 3*y + z"
        for shape in ["ball([0, 0, 0.01], 1)", "ball([0.0123, 0.0456, 0.01], 0.9713)"] {
            let ball = shaped(shape, conditions: Self.robin, truth: solid, coordinates: Self.cube)
            for error in try multigridErrors(problem(ball), cells: [[12, 12, 12], [13, 14, 15], [16, 16, 16]]) {
                XCTAssertLessThan(error, 1e-9)
            }
        }
    }

    /// Cut cells where boundaries meet sides with given values, around a hole, and with slopes only.
    func testAffineFieldsAreExactAtHolesAndSides() throws {
        let tilted = [
            "{at: slant, require: dn(u) + 2*u = dn(truth) + 2*truth}", "{at: sides, require: u = truth}",
        ]
        let slant = "boundary:\n  slant: {where: 'abs(x - 0.1 + 0.4*(y - 0.05)) < 1e-9'}\n  sides: rest\n"
        let holed = ["{at: inner, require: dn(u) = dn(truth)}", "{at: outer, require: dn(u) + 2*u = dn(truth) + 2*truth}"]
        let rings = "boundary:\n  inner: {where: 'x^2 + y^2 < 0.36'}\n  outer: rest\n"
        let texts = [
            shaped("halfspace([0.1, 0.05], [1, 0.4])", conditions: tilted, truth: "1 + 2*x - 3*y", more: slant),
            shaped("disk([0, 0], 1) - disk([0.03, -0.017], 0.3948)", conditions: holed, truth: "1 + 2*x - 3*y", more: rings),
            shaped(
                "disk([0.03, -0.017], 0.987)", equation: "-lap(u) + u = -lap(truth) + truth", conditions: Self.flux,
                truth: "1 + 2*x - 3*y"),
        ]
        for text in texts {
            for error in try multigridErrors(problem(text), cells: [[24, 24], [31, 31]]) { XCTAssertLessThan(error, 1e-9) }
        }
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

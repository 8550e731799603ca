import Classical
import Problems
import Solving
import XCTest

/// Manufactured solutions on boxes: every kind of condition, every kind of coefficient, in one to three dimensions.
final class MultigridOrderTests: XCTestCase {
    private static let square = "{x: [0, 1], y: [0, 2]}"
    /// A smooth field without symmetries.
    private static let truth = "exp(x)*sin(2*y) + x*y"

    /// Asserts that errors fall by four when the spacing is halved, as they do at second order; 3.6 leaves room for terms of
    /// higher order on these coarse grids.
    private func assertSecondOrder(
        _ text: String, _ coarse: [Int], least: Double = 3.6, file: StaticString = #filePath, line: UInt = #line
    ) throws {
        let problem = try problem(text, file: file, line: line)
        let errors = try multigridErrors(problem, cells: [coarse, coarse.map { 2 * $0 }])
        XCTAssertGreaterThan(errors[0] / errors[1], least, "\(errors)", file: file, line: line)
        XCTAssertLessThan(errors[1], 0.02, file: file, line: line)
    }

    private func plane(
        _ equation: String, _ conditions: [String]? = nil, coordinates: String = square, parameters: String = ""
    ) -> String {
        let given = conditions ?? ["{at: boundary, require: u = truth}"]
        return boxProblem(
            coordinates: coordinates, parameters: "{truth: '\(Self.truth)'\(parameters)}", equation: equation,
            conditions: given, exact: "truth")
    }

    func testPoisson() throws {
        try assertSecondOrder(plane("-lap(u) = -lap(truth)"), [16, 24])
    }

    func testEveryKindOfConditionOnEverySide() throws {
        let kinds = ["u = truth", "dn(u) = dn(truth)", "dn(u) + (2 + y)*u = dn(truth) + (2 + y)*truth"]
        let sides = ["x = 0", "x = 1", "y = 0", "y = 2"]
        for start in 0..<3 {
            let conditions = sides.enumerated().map { "{at: \($1), require: '\(kinds[($0 + start) % 3])'}" }
            try assertSecondOrder(plane("-lap(u) + u = -lap(truth) + truth", conditions), [16, 24])
        }
    }

    func testConditionsOnPartsOfASide() throws {
        let conditions = [
            "{at: left, require: u = truth}", "{at: rest-of-it, require: dn(u) + u = dn(truth) + truth}",
        ]
        let text = plane("-lap(u) = -lap(truth)", conditions) + "\nboundary:\n  left: {where: 'x < 0.5'}\n  rest-of-it: rest\n"
        try assertSecondOrder(text.replacingOccurrences(of: "rest-of-it", with: "others"), [16, 32], least: 3.3)
    }

    func testPeriodicAxes() throws {
        let text = boxProblem(
            coordinates: "{x: {from: 0, to: 2*pi, periodic: true}, y: [0, 1]}",
            parameters: "{truth: 'exp(sin(x))*(1 + y^2)'}", equation: "-div((2 + cos(x))*grad(u)) = -div((2 + cos(x))*grad(truth))",
            conditions: ["{at: y = 0, require: u = truth}", "{at: y = 1, require: dn(u) = dn(truth)}"], exact: "truth")
        try assertSecondOrder(text, [24, 12])
    }

    func testVariableCoefficientsAndLowerTerms() throws {
        let terms = "-div((1 + x*y)*grad(W)) + 3*y*d(W, x) - x*d(W, y) + (1 + x)*W"
        let equation = terms.replacingOccurrences(of: "W", with: "u") + " = " + terms.replacingOccurrences(of: "W", with: "truth")
        try assertSecondOrder(plane(equation), [16, 24])
        let conservative = "-div((1 + x*y)*grad(W)) + div([3*y, x^2]*W)"
        let other = conservative.replacingOccurrences(of: "W", with: "u") + " = " + conservative.replacingOccurrences(of: "W", with: "truth")
        try assertSecondOrder(plane(other), [16, 24])
    }

    func testCoefficientsBeforeLaplacians() throws {
        let left = "-(1 + x)*d(W, x, 2) - exp(y)*d(W, y, 2)"
        let equation = left.replacingOccurrences(of: "W", with: "u") + " = " + left.replacingOccurrences(of: "W", with: "truth")
        try assertSecondOrder(plane(equation), [16, 24])
        try assertSecondOrder(plane("(2 + sin(3*x))*lap(u) = (2 + sin(3*x))*lap(truth)"), [16, 24])
    }

    func testTensorsWithMixedDerivatives() throws {
        let left = "-div([(2 + x)*d(W, x) + 0.5*d(W, y), 0.5*d(W, x) + (1 + y)*d(W, y)])"
        let equation = left.replacingOccurrences(of: "W", with: "u") + " = " + left.replacingOccurrences(of: "W", with: "truth")
        try assertSecondOrder(plane(equation), [16, 24])
        let sides = ["{at: [x = 0, x = 1], require: u = truth}", "{at: [y = 0, y = 2], require: dn(u) = dn(truth)}"]
        try assertSecondOrder(plane(equation, sides), [16, 24], least: 3.3)
        let plain = "-d(W, x, 2) - d(W, y, 2) - d(d(W, x), y)"
        let other = plain.replacingOccurrences(of: "W", with: "u") + " = " + plain.replacingOccurrences(of: "W", with: "truth")
        try assertSecondOrder(plane(other), [16, 24])
    }

    func testAnisotropy() throws {
        let left = "-0.001*d(W, x, 2) - d(W, y, 2)"
        let equation = left.replacingOccurrences(of: "W", with: "u") + " = " + left.replacingOccurrences(of: "W", with: "truth")
        try assertSecondOrder(plane(equation), [16, 24])
    }

    func testNonlinearEquations() throws {
        let left = "-div((1 + W^2)*grad(W)) + exp(W)"
        let equation = left.replacingOccurrences(of: "W", with: "u") + " = " + left.replacingOccurrences(of: "W", with: "truth")
        try assertSecondOrder(plane(equation), [16, 24])
        let gradient = "-div(grad(W)/sqrt(1 + dot(grad(W), grad(W)))) + W"
        let surface = gradient.replacingOccurrences(of: "W", with: "u") + " = " + gradient.replacingOccurrences(of: "W", with: "truth")
        try assertSecondOrder(plane(surface), [16, 24])
        let radiation = [
            "{at: [x = 0, y = 0, y = 2], require: u = truth}", "{at: x = 1, require: 'dn(u) + u^3 = dn(truth) + truth^3'}",
        ]
        try assertSecondOrder(plane("-lap(u) = -lap(truth)", radiation), [16, 24])
    }

    func testOneAndThreeDimensions() throws {
        let line = boxProblem(
            coordinates: "{x: [0, 1]}", parameters: "{truth: 'exp(2*x)'}",
            equation: "-d((1 + x)*d(u, x), x) = -d((1 + x)*d(truth, x), x)",
            conditions: ["{at: x = 0, require: u = truth}", "{at: x = 1, require: dn(u) + u = dn(truth) + truth}"], exact: "truth")
        try assertSecondOrder(line, [32])
        let space = boxProblem(
            coordinates: "{x: [0, 1], y: [0, 1], z: [0, 1]}", parameters: "{truth: 'exp(x)*sin(2*y)*cos(z) + x*z'}",
            equation: "-div((1 + x*y + z)*grad(u)) = -div((1 + x*y + z)*grad(truth))",
            conditions: [
                "{at: [x = 0, x = 1, y = 0, z = 1], require: u = truth}", "{at: y = 1, require: dn(u) = dn(truth)}",
                "{at: z = 0, require: dn(u) + u = dn(truth) + truth}",
            ], exact: "truth")
        try assertSecondOrder(space, [6, 6, 6], least: 3.4)
    }

    func testPureNeumannWithAGauge() throws {
        let text = boxProblem(
            coordinates: "{x: [0, 1], y: [0, 1]}", parameters: "{truth: 'cos(pi*x)*cos(2*pi*y) + 3'}",
            equation: "-lap(u) = -lap(truth)",
            conditions: ["{at: boundary, require: dn(u) = 0}", "{gauge: mean(u) = 3}"], exact: "truth")
        try assertSecondOrder(text, [16, 16])
    }
}

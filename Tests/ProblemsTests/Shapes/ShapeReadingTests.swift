import Expressions
import Fields
import NumericsCore
import Problems
import XCTest

final class ShapeReadingTests: XCTestCase {
    private func read(_ shape: String, coordinates: String = "x: [-2, 2], y: [-2, 2]", overrides: [String] = []) throws -> Problem {
        let text = """
            coordinates: {\(coordinates)}
            parameters: {r: 0.5, c: {value: 0.25, range: [0, 1]}}
            unused-ok: [r, c]
            shape: '\(shape)'
            unknowns: u
            equations: ['-lap(u) = 1']
            conditions: [{at: boundary, require: u = 0}]
            """
        let result = ProblemFile.read(text: text, overrides: overrides)
        guard let problem = result.problem else { throw ProblemError(diagnostics: result.diagnostics, sources: result.sources) }
        return problem
    }

    /// Areas by hand, through the quadrature of the region that was read.
    func testTermsAndOperators() throws {
        let expected: [(String, Double)] = [
            ("disk([0, 0], 1)", .pi),
            ("ball([0.5, 0], r)", .pi / 4),
            ("ellipse([0, 0], [2, 1])", 2 * .pi),
            ("ellipse([0, 0], [1.5, 1], pi/6)", 1.5 * .pi),
            ("polygon([0, 0], [1, 0], [0, 1])", 0.5),
            ("polygon([[0, 0], [0, 1], [1, 1], [1, 0]])", 1),
            ("halfspace([0, 0], [1, 1])", 8),
            ("where(x > c)", 7),
            ("where(x^2 + y^2 < 1 and y > 0)", .pi / 2),
            ("where(not (x^2 + y^2 > 1) or x > 1.5)", .pi + 2),
            ("box([-1, -1], [1, 1]) - box([0, -1], [1, 0])", 3),
            // From left to right: (box + disk) & half.
            ("box([0, 0], [1, 1]) + disk([0, 0], 1) & halfspace([0, 0], [0, -1])", 1 + .pi / 4),
            ("box([0, 0], [1, 1]) + (disk([0, 0], 1) & halfspace([0, 0], [1, 0]))", 1 + .pi / 2),
        ]
        for (text, area) in expected {
            let region = try XCTUnwrap(read(text).region, text)
            XCTAssertEqual(ShapeQuadrature(region, order: 16).measure, area, accuracy: 1e-7, text)
        }
    }

    func testOtherDimensions() throws {
        let line = try XCTUnwrap(read("box(0, 1) + ball(-1, r)", coordinates: "x: [-2, 2]").region)
        XCTAssertEqual(ShapeQuadrature(line, order: 4).measure, 2, accuracy: 1e-14)
        let cube = "x: [-1, 1], y: [-1, 1], z: [-1, 1]"
        let half = try read("ball([0, 0, 0], 1) - halfspace([0, 0, 0], [0, 0, 1])", coordinates: cube)
        XCTAssertEqual(ShapeQuadrature(try XCTUnwrap(half.region), order: 12).measure, 2 * .pi / 3, accuracy: 1e-6)
        let ellipsoid = try read("ellipse([0, 0, 0], [1, 0.5, 0.5])", coordinates: cube)
        XCTAssertEqual(ellipsoid.region?.signedDistance(at: [0, 0, 0]) ?? 0, -0.5, accuracy: 1e-15)
    }

    func testParametersAndOverridesMoveTheShape() throws {
        let problem = try read("disk([0, 0], r)", overrides: ["parameters.r=1.5"])
        XCTAssertEqual(problem.region?.signedDistance(at: [0, 0]), -1.5)
        XCTAssertEqual(problem.shape?.text, "disk([0, 0], r)")
        let whole = try read("disk([0, 0], 1)", overrides: ["shape=box([0, 0], [r, 1])"])
        XCTAssertEqual(whole.region?.boundingBox, ShapeBounds(lower: [0, 0], upper: [0.5, 1]))
    }

    /// Linear conditions are half-spaces with exact distances; unbounded shapes are cut at the ranges.
    func testConditionsBecomeSmoothLevelFunctions() throws {
        let half = try XCTUnwrap(read("where(2*x + 1 < y)").region)
        XCTAssertEqual(half.signedDistance(at: [0, 0]), 1 / 5.0.squareRoot(), accuracy: 1e-15)
        XCTAssertEqual(half.boundingBox, ShapeBounds(lower: [-2, -2], upper: [2, 2]))
        let curved = try XCTUnwrap(read("where(y < sin(pi*x)/2 and x^2 < 1)").region)
        XCTAssertEqual(curved.crossing(from: [0.5, 0], to: [0.5, 1]) ?? 0, 0.5, accuracy: 1e-15)
        XCTAssertEqual(curved.crossing(from: [0.5, 0], to: [1.5, 0]) ?? 0, 0.5, accuracy: 1e-15)
        let normal = curved.outwardNormal(at: [0, 0])
        XCTAssertEqual(normal[0] / normal[1], -.pi / 2, accuracy: 1e-14)
    }

    func testRegionsGivenInCodeAreChecked() {
        let square = [Coordinate("x", from: 0, to: 1), Coordinate("y", from: 0, to: 1)]
        let u = Unknown(name: "u", isVector: false, components: 0..<1)
        let residual = Expression.jet(0, MultiIndex([2])) + Expression.jet(0, MultiIndex([0, 2])) + 1
        var problem = Problem(
            name: "code", coordinates: square, unknowns: [u], equations: [Equation(name: "equation", residual: residual)],
            conditions: [Condition(name: "rim", place: .part("boundary"), residual: .jet(0))],
            region: .ball(centre: [0.5, 0.5], radius: 0.4))
        func codes() -> [String] {
            do { _ = try problem.validated() } catch { return (error as? ProblemError)?.diagnostics.map(\.code) ?? [] }
            return []
        }
        XCTAssertEqual(codes(), [])
        XCTAssertFalse(problem.isBox)
        problem.region = .ball(centre: [0.5], radius: 0.4)
        XCTAssertEqual(codes(), ["E230"])
        problem.region = .ball(centre: [0.5, 0.5], radius: 0.6)
        XCTAssertEqual(codes(), ["E324"])
    }
}

import NumericsCore
import Problems
import XCTest

final class BoundaryResolverTests: XCTestCase {
    private func problem(_ text: String) throws -> Problem {
        let result = ProblemFile.read(text: text)
        guard let problem = result.problem else { throw ProblemError(diagnostics: result.diagnostics, sources: result.sources) }
        return problem
    }

    private func points(_ rows: [[Double]]) -> Tensor<Double> {
        Tensor(shape: [rows.count, rows[0].count], elements: rows.flatMap { $0 })
    }

    func testPartsLinesAndRest() throws {
        let problem = try problem(
            """
            coordinates: {x: [-1, 1], y: [-1, 1]}
            shape: box([-1, -1], [1, 1]) - disk([0, 0], 0.5) - box([0.8, 0.8], [1, 1])
            boundary:
              hole: {where: x^2 + y^2 < 0.5}
              inlet: {on: 'box([-1, -0.5], [-1, 0.5])'}
              walls: rest
            unknowns: u
            equations: ['-lap(u) = 1']
            conditions:
              - {at: hole, require: u = 0}
              - {at: inlet, require: dn(u) = 1}
              - {at: x = 0.8, require: u = 4}
              - {at: y = 1, require: u = 2}
              - {at: walls, require: u = 3}
            """)
        let resolver = BoundaryResolver(problem)
        let places = points(
            [[0.5, 0], [0, -0.5], [-1, 0], [-1, 0.7], [0, 1], [1, 0], [0.8, 0.9], [0.9, 0.8], [-1, 0.5], [0.8, -1]])
        // By its place alone (0.8, -1) lies on the line x = 0.8; its normal says that it belongs to the wall below.
        XCTAssertEqual(resolver.conditions(at: places), [[0], [0], [1], [4], [3], [4], [2], [4], [1], [2]])
        let normals = points([[-1, 0], [0, 1], [-1, 0], [-1, 0], [0, 1], [1, 0], [1, 0], [0, 1], [-1, 0], [0, -1]])
        XCTAssertEqual(
            resolver.conditions(at: places, normals: normals), [[0], [0], [1], [4], [3], [4], [2], [4], [1], [4]])
        // The corner (0.8, 1): whichever is listed first.
        XCTAssertEqual(resolver.conditions(at: points([[0.8, 1]])), [[2]])
        XCTAssertEqual(resolver.candidates(at: points([[0.8, 1]])), [[2, 3]])
    }

    func testSeveralConditionsAndComponents() throws {
        let plate = try problem(
            """
            coordinates: {x: [-1, 1], y: [-1, 1], t: [0, 1]}
            shape: disk([0, 0], 1)
            boundary: {left: {where: x < 0}, right: rest}
            unknowns: [u, w]
            equations: ['u_t = -bilap(u) + w', 'w_t = lap(w)']
            conditions:
              - {at: t = 0, require: [u = 0, w = 0]}
              - {at: boundary, require: [u = 0, dn(u) = 0]}
              - {at: left, require: w = 0}
              - {at: right, require: dn(w) = 0}
            """)
        let resolver = BoundaryResolver(plate)
        XCTAssertEqual(resolver.conditions(at: points([[-1, 0], [1, 0]])), [[2, 3, 4], [2, 3, 5]])
    }

    func testBoxesResolveToo() throws {
        let box = try problem(
            """
            coordinates: {x: [0, 1], y: [0, 1]}
            unknowns: u
            equations: ['-lap(u) = 1']
            conditions:
              - {at: x = 0, require: u = 0}
              - {at: [x = 1, y = 1], require: u = 0}
              - {at: y = 0, require: dn(u) = 0}
            """)
        let resolver = BoundaryResolver(box)
        let places = points([[0, 0.5], [1, 0.5], [0.5, 1], [0.5, 0], [0, 0], [1, 1], [0.5, 0.5]])
        XCTAssertEqual(resolver.conditions(at: places), [[0], [1], [2], [3], [0], [1], []])
        let parts = try problem(
            """
            coordinates: {x: [0, 1], y: [0, 1]}
            boundary: {low: {where: y < 0.5}, high: rest}
            unknowns: u
            equations: ['-lap(u) = 1']
            conditions:
              - {at: low, require: u = 0}
              - {at: high, require: dn(u) = 0}
            """)
        let found = BoundaryResolver(parts).conditions(at: points([[0, 0.2], [0, 0.8], [0.5, 0], [0.5, 1], [1, 0.4]]))
        let names = found.map { $0.map { parts.conditions[$0].name.prefix(3) } }
        XCTAssertEqual(names, [["low"], ["hig"], ["low"], ["hig"], ["low"]])
    }
}

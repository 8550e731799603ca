import Discretization
import NumericsCore
import Problems
import XCTest

/// The Jacobian of a stencil system against differences of its rows.
final class StencilJacobianTests: XCTestCase {
    private func system(_ text: String, cells: [Int]) throws -> StencilSystem {
        let result = ProblemFile.read(text: text)
        let mistakes = DiagnosticRenderer(sources: result.sources).render(result.diagnostics)
        return try StencilSystem(try XCTUnwrap(result.problem, mistakes), cells: cells)
    }

    private func assertExact(_ text: String, cells: [Int], file: StaticString = #filePath, line: UInt = #line) throws {
        let system = try system(text, cells: cells)
        var stream = RandomStream(seed: 3, name: "jacobian")
        var state = Tensor((0..<system.count).map { _ in 0.5 + stream.uniform() })
        var rows = state
        var workspace = system.makeWorkspace()
        system.evaluate(state, into: &rows, workspace: &workspace)
        for node in system.fixedNodes { state[node] -= rows[node] }
        let direction = Tensor((0..<system.count).map { node in system.fixedNodes.contains(node) ? 0 : stream.uniform() - 0.5 })
        var matrix: StencilMatrix? = system.makeMatrix()
        system.evaluate(state, into: &rows, matrix: &matrix, workspace: &workspace)
        var product = rows
        try XCTUnwrap(matrix).apply(direction, into: &product)
        // Central differences of step 1e-5: truncation 1e-10, rounding 1e-16 h^-2 / 1e-5.
        let step = 1e-5
        var (ahead, back) = (state, state)
        LinearAlgebra.addScaled(step, direction, to: &ahead)
        LinearAlgebra.addScaled(-step, direction, to: &back)
        var (first, second) = (rows, rows)
        system.evaluate(ahead, into: &first, workspace: &workspace)
        system.evaluate(back, into: &second, workspace: &workspace)
        let scale = product.elements.reduce(0) { max($0, abs($1)) }
        for node in 0..<system.count {
            XCTAssertEqual(
                product[node], (first[node] - second[node]) / (2 * step), accuracy: 1e-7 * scale, "\(system.place(node))",
                file: file, line: line)
        }
    }

    func testNonlinearFluxesSourcesAndConditions() throws {
        try assertExact(
            """
            coordinates: {x: [0, 1], y: [0, 2]}
            unknowns: u
            equations: ['-div((1 + u^2)*grad(u)) - d(u*u_y, x)/9 + exp(u)*u_x + u^3 = x']
            conditions:
              - {at: x = 0, require: u = y}
              - {at: x = 1, require: dn(u) + u^3 = 1}
              - {at: y = 0, require: dn(u) = x*u}
              - {at: y = 2, require: u = 1}
            """, cells: [5, 6])
    }

    func testGradientDependentFluxes() throws {
        try assertExact(
            """
            coordinates: {x: {from: 0, to: 1, periodic: true}, y: [0, 1]}
            unknowns: u
            equations: ['-div(grad(u)/sqrt(1 + dot(grad(u), grad(u)))) + if(y < 0.4, 1, 3)*u^2 = 1']
            conditions:
              - {at: y = 0, require: dn(u) + u^2 = 1}
              - {at: y = 1, require: u = 1}
            """, cells: [6, 5])
    }

    func testJumpingNonlinearCoefficientsInThreeDimensions() throws {
        try assertExact(
            """
            coordinates: {x: [0, 1], y: [0, 1], z: [0, 1]}
            unknowns: u
            equations: ['-div(if(x + y < 0.9, 1 + u, 7 + u^2)*grad(u)) + sin(x)*u_z = 1']
            conditions:
              - {at: [x = 0, y = 1, z = 0], require: u = 1}
              - {at: [x = 1, y = 0, z = 1], require: dn(u) + u = 1}
            """, cells: [4, 3, 5])
    }
}

import Expressions
import Fields
import NumericsCore
import Problems
import Solving
import XCTest

/// Integrals over shapes: by rules cut at the boundary, not by counting grid points.
final class ShapeIntegralTests: XCTestCase {
    /// u = x² + y² known everywhere.
    private struct Paraboloid: SolutionEvaluator {
        func evaluate(_ jets: [JetRequest], at points: Tensor<Double>, snapshot: Int) throws -> Tensor<Double> {
            let count = points.shape[0]
            let values = (0..<count).map { points[$0, 0] * points[$0, 0] + points[$0, 1] * points[$0, 1] }
            return Tensor(shape: [jets.count, count], elements: jets.flatMap { _ in values })
        }
    }

    func testIntegralsAndMeansOverADisk() throws {
        let disk = Shape.ball(centre: [0, 0], radius: 1)
        let problem = Problem(
            name: "disk", coordinates: [Coordinate("x", from: -1, to: 1), Coordinate("y", from: -1, to: 1)],
            unknowns: [Unknown(name: "u", isVector: false, components: 0..<1)], equations: [], region: disk)
        let axes: [GridAxis] = [.uniform("x", from: -1, to: 1, count: 9), .uniform("y", from: -1, to: 1, count: 9)]
        let grid = Grid(axes).masked(by: disk)
        let field = Field(
            name: "u", componentNames: ["u"], isVector: false, grid: grid, values: Tensor(shape: [1, 9, 9], repeating: 0))
        let solution = Solution(
            method: "exact", outcome: .converged, snapshots: [Snapshot(time: nil, fields: [field])], evaluator: Paraboloid(),
            estimates: [:])
        let integral = try Functional(integrand: .jet(0), isMean: false).value(of: solution, problem: problem, snapshot: 0)
        XCTAssertEqual(integral, .pi / 2, accuracy: 1e-12)
        let mean = try Functional(integrand: .jet(0), isMean: true).value(of: solution, problem: problem, snapshot: 0)
        XCTAssertEqual(mean, 0.5, accuracy: 1e-12)
    }
}

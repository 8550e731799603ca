import Ansatz
import Foundation
import ReferenceSolutions
import XCTest

/// Burgers' equation against Cole and Hopf, at the full viscosity of the catalogue.
final class BurgersValidationTests: XCTestCase {
    private func error(tolerance: Double, reported: inout Double) throws -> Double {
        let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("problems/burgers.yaml").path
        let problem = try Problem(contentsOf: path)
        let settings = Settings(["tolerance": .number(tolerance)], schema: ChebyshevSolver.schema)
        let solution = try ChebyshevSolver(settings: settings).solve(problem, context: SolveContext(threads: 2))
        reported = try XCTUnwrap(solution.estimates["u"]).relativeL2
        let exact = ColeHopf(viscosity: 0.01 / .pi)
        let reference = try solution.snapshots.map { snapshot -> Snapshot in
            var field = try XCTUnwrap(snapshot.field(named: "u"))
            let points = field.grid.axes[0].points
            field.values = Tensor(
                shape: [1, points.count], elements: points.map { exact.value(x: $0, time: snapshot.time ?? 0) })
            return Snapshot(time: snapshot.time, fields: [field])
        }
        return try FieldError(of: "u", in: solution.snapshots, against: reference).relativeL2
    }

    func testTheErrorFallsWithTheToleranceAndTheEstimateBoundsIt() throws {
        var errors: [Double] = []
        for tolerance in [1e-6, 1e-8, 1e-10] {
            var reported = 0.0
            errors.append(try error(tolerance: tolerance, reported: &reported))
            XCTAssertLessThanOrEqual(errors.last!, reported, "the reported error is below the true one at \(tolerance)")
        }
        // Two digits of tolerance buy at least one of error.
        XCTAssertLessThan(errors[1], errors[0] / 10)
        XCTAssertLessThan(errors[2], errors[1] / 10)
    }

    func testTwelveDigitsReachTheAccuracyOfTheQuadrature() throws {
        var reported = 0.0
        // Gauss-Hermite with 256 nodes is itself good to about 2e-12 here.
        XCTAssertLessThan(try error(tolerance: 1e-12, reported: &reported), 1e-11)
    }
}

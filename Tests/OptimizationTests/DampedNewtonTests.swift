import NumericsCore
import Optimization
import XCTest

final class DampedNewtonTests: XCTestCase {
    /// Σ (θ_i - i)^4 / 4 + θ_i² / 2 - θ_i³ / 30, whose second derivative is split by sign.
    private final class Quartic: CurvedObjective {
        let parameterCount = 5
        let curvatureCount = 5
        let mayBendDown = true

        func loss(at p: Tensor<Double>) -> Double {
            (0..<5).reduce(0) { sum, i in
                let d = p[i] - Double(i)
                return sum + d * d * d * d / 4 + p[i] * p[i] / 2 - p[i] * p[i] * p[i] / 30
            }
        }

        func loss(at p: Tensor<Double>, gradient: inout Tensor<Double>) -> Double {
            for i in 0..<5 {
                let d = p[i] - Double(i)
                gradient[i] = d * d * d + p[i] - p[i] * p[i] / 10
            }
            return loss(at: p)
        }

        func curvature(
            at p: Tensor<Double>, gradient: inout Tensor<Double>, factor: SharedMatrix, negative: SharedMatrix?
        ) -> Double {
            factor.clear()
            negative?.clear()
            for i in 0..<5 {
                let d = p[i] - Double(i)
                factor.add((3 * d * d + 1 + max(-p[i] / 5, 0)).squareRoot(), row: i, column: i)
                negative?.add(max(p[i] / 5, 0).squareRoot(), row: i, column: i)
            }
            return loss(at: p, gradient: &gradient)
        }
    }

    func testItConvergesToAStationaryPoint() throws {
        let objective = Quartic()
        var optimizer = DampedNewton()
        var parameters = Tensor([3.0, -2, 5, 0, 1])
        var last = objective.loss(at: parameters)
        var status = OptimizerReport.Status.progress
        for _ in 0..<60 where status == .progress {
            let report = try optimizer.step(objective, parameters: &parameters)
            XCTAssertLessThanOrEqual(report.loss, last + 1e-14 * abs(last))
            (last, status) = (report.loss, report.status)
        }
        XCTAssertEqual(status, .converged)
        var gradient = Tensor(shape: [5], repeating: 0.0)
        _ = objective.loss(at: parameters, gradient: &gradient)
        // The loss is flat to rounding within its square root.
        XCTAssertLessThan(LinearAlgebra.norm(gradient), 1e-7)
    }

    func testASumOfSquaresIsRefused() {
        final class Plain: Objective {
            let parameterCount = 1
            func loss(at parameters: Tensor<Double>) -> Double { 0 }
            func loss(at parameters: Tensor<Double>, gradient: inout Tensor<Double>) -> Double { 0 }
        }
        var optimizer = DampedNewton()
        var parameters = Tensor([0.0])
        XCTAssertThrowsError(try optimizer.step(Plain(), parameters: &parameters))
    }
}

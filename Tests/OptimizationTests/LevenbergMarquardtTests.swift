import NumericsCore
import Optimization
import XCTest

final class LevenbergMarquardtTests: XCTestCase {
    /// Without residual and damping: Newton's order 2, and 3 with the acceleration (Halley's method for one unknown).
    func testConvergesWithTheOrderOfNewtonOrHalley() throws {
        let problem = ResidualProblem("smooth system", start: [1.2, 0.85]) { x in
            let (first, second) = (x[0] - 1.0, x[1] - 1.0)
            return [first + 0.3 * (first * first) + 0.2 * (first * second), second + 0.1 * first + 0.25 * (second * second)]
        }
        for (accelerates, order) in [(false, 2.0), (true, 3.0)] {
            var settings = LevenbergMarquardt.Settings()
            (settings.accelerates, settings.initialDamping) = (accelerates, 1e-17)
            var optimizer = LevenbergMarquardt(settings: settings)
            var parameters = Tensor(problem.start)
            let errors = try (0..<3).map { _ in
                _ = try optimizer.step(problem, parameters: &parameters)
                return Double.hypot(parameters[0] - 1, parameters[1] - 1)
            }
            // Two steps before rounding: the order shows to a few tenths.
            let found = Double.log(errors[1] / errors[0]) / Double.log(errors[0] / Double.hypot(0.2, 0.15))
            XCTAssertEqual(found, order, accuracy: 0.4, "\(errors)")
            XCTAssertLessThan(errors[2], 1e-8)
        }
    }

    func testEveryFactorizationTakesTheSameStep() throws {
        for (rows, count) in [(40, 12), (12, 12), (12, 40)] {
            let problem = Self.sines(rows: rows, parameters: count)
            var results: [Tensor<Double>] = []
            for factorization in LevenbergMarquardt.Factorization.allCases {
                var settings = LevenbergMarquardt.Settings()
                settings.factorization = factorization
                var optimizer = LevenbergMarquardt(settings: settings, pool: ThreadPool(threads: 2))
                var parameters = Tensor(problem.start)
                let report = try optimizer.step(problem, parameters: &parameters)
                XCTAssertEqual(report.status, .progress)
                results.append(parameters)
            }
            for result in results {
                let difference = zip(result.elements, results[0].elements).map { abs($0 - $1) }.max() ?? 1
                XCTAssertLessThan(difference, 1e-10, "\(rows) rows, \(count) parameters")
            }
        }
    }

    /// r = θ + c θ²/2 - b from 0: v = b / (1 + λ D) and a = -½ c v² / (1 + λ D), with D = 1 + 0.01 for one parameter.
    func testAcceleratesAsDerivedByHand() throws {
        let (curvature, target) = (0.3, 0.5)
        let problem = ResidualProblem("parabola", start: [0]) { x in [x[0] + (0.5 * curvature) * (x[0] * x[0]) - target] }
        var optimizer = LevenbergMarquardt()
        var parameters = Tensor([0.0])
        let report = try optimizer.step(problem, parameters: &parameters)
        let damped = 1 + 1e-3 / 3 * 1.01
        let velocity = target / damped
        XCTAssertEqual(parameters[0], velocity - 0.5 * curvature * velocity * velocity / damped, accuracy: 1e-15)
        XCTAssertEqual(report.quantities.first { $0.name == "accelerated" }?.value, 1)
        XCTAssertEqual(try XCTUnwrap(report.quantities.first { $0.name == "damping" }).value, 1e-3 / 3, accuracy: 1e-18)
    }

    func testFallsBackToQRWhenRoundingSpoilsCholesky() throws {
        // Two columns that differ by 1e-9: their Gram matrix is singular in double precision.
        let problem = ResidualProblem("nearly parallel", start: [3, -1]) { x in
            [x[0] + x[1] - 2.0, x[0] + (1 + 1e-9) * x[1] - (2.0 + 1e-9), x[0] + (1 - 1e-9) * x[1] - (2.0 - 1e-9)]
        }
        var settings = LevenbergMarquardt.Settings()
        settings.initialDamping = 1e-30
        settings.smallestDamping = 1e-30
        var optimizer = LevenbergMarquardt(settings: settings)
        var parameters = Tensor(problem.start)
        let report = try optimizer.step(problem, parameters: &parameters)
        XCTAssertEqual(report.quantities.first { $0.name == "orthogonal" }?.value, 1)
        // Condition 1e9, rounding 1e-16.
        XCTAssertEqual(parameters[0], 1, accuracy: 1e-5)
        XCTAssertEqual(parameters[1], 1, accuracy: 1e-5)
    }

    func testThreadsDoNotChangeTheStep() throws {
        let problem = Self.sines(rows: 300, parameters: 150)
        var results: [Tensor<Double>] = []
        for threads in [1, 2, 3] {
            var optimizer = LevenbergMarquardt(pool: ThreadPool(threads: threads))
            var parameters = Tensor(problem.start)
            _ = try optimizer.step(problem, parameters: &parameters)
            results.append(parameters)
        }
        XCTAssertEqual(results[0], results[1])
        XCTAssertEqual(results[0], results[2])
    }

    /// Undamped steps lead where the residual is not a number; larger dampings stay where it is.
    func testAvoidsPlacesWhereTheResidualIsNotANumber() throws {
        let problem = ResidualProblem("logarithm", start: [1.5, 1]) { x in
            // log x₀ + 1.2 with derivatives: the Newton step from 1.5 goes to a negative number.
            let value = DirectionalJet(
                Double.log(x[0].value), x[0].first / x[0].value,
                x[0].second / x[0].value - x[0].first * x[0].first / (x[0].value * x[0].value))
            return [value + 1.2, x[1] - 0.5]
        }
        var settings = LevenbergMarquardt.Settings()
        (settings.accelerates, settings.initialDamping) = (false, 1e-6)
        var optimizer = LevenbergMarquardt(settings: settings)
        var parameters = Tensor(problem.start)
        let first = try optimizer.step(problem, parameters: &parameters)
        XCTAssertGreaterThan(try XCTUnwrap(first.quantities.first { $0.name == "trials" }).value, 1)
        for _ in 0..<30 { _ = try optimizer.step(problem, parameters: &parameters) }
        XCTAssertEqual(parameters[0], Double.exp(-1.2), accuracy: 1e-12)
    }

    /// Sums of sines that need no small steps.
    static func sines(rows: Int, parameters: Int) -> ResidualProblem {
        ResidualProblem("sines", start: (0..<parameters).map { 0.1 * Double.cos(Double($0)) }) { x in
            (0..<rows).map { row in
                x.indices.reduce(DirectionalJet(-0.3)) { sum, column in
                    let weight = Double.sin(Double((row + 2) * (row + 1) + 7 * column * column + column * row))
                    return sum + weight * x[column] + (0.05 * weight) * (x[column] * x[column])
                }
            }
        }
    }
}

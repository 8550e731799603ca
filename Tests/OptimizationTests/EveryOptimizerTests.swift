import NumericsCore
import Optimization
import XCTest

/// What holds for every method.
final class EveryOptimizerTests: XCTestCase {
    func testReachesTheMinimumOfEveryProblem() throws {
        for method in OptimizerLimits.all {
            for problem in ResidualProblem.all {
                guard let limit = method.limits[problem.name] else { continue }
                var (optimizer, parameters, loss) = (method.make(), Tensor(problem.start), Double.infinity)
                var status = OptimizerReport.Status.progress
                for _ in 0..<limit.steps where status == .progress {
                    let report = try optimizer.step(problem, parameters: &parameters)
                    (loss, status) = (report.loss, report.status)
                }
                XCTAssertLessThan(loss - problem.smallestLoss, limit.accuracy, "\(method.name), \(problem.name)")
                // Below the minimum only by rounding: the minima are known to 14 digits.
                XCTAssertGreaterThan(loss - problem.smallestLoss, -1e-12, "\(method.name), \(problem.name)")
            }
        }
    }

    func testResumesBitForBit() throws {
        for method in OptimizerLimits.all {
            for problem in [ResidualProblem.rosenbrock(20), .freudensteinRoth] {
                try OptimizerRun.checkResumes(
                    method.make(), problem, start: problem.start, steps: 25, name: method.name)
            }
        }
    }

    func testThrowsWhereTheLossIsNotANumber() throws {
        for method in OptimizerLimits.all {
            var (optimizer, parameters) = (method.make(), Tensor([Double.nan, 1]))
            XCTAssertThrowsError(try optimizer.step(ResidualProblem.rosenbrock(2), parameters: &parameters), method.name) {
                XCTAssertEqual($0 as? OptimizationError, .notFinite(iteration: 0))
            }
        }
    }

    func testRefusesTheCheckpointOfAnother() throws {
        for method in OptimizerLimits.all {
            var optimizer = method.make()
            XCTAssertThrowsError(try optimizer.restore(Checkpoint(strings: ["method": "another"])), method.name)
        }
    }

    func testTellsConvergedFromStalled() throws {
        for method in OptimizerLimits.dense + [OptimizerLimits.limitedMemory] {
            for problem in [ResidualProblem.linear, .freudensteinRoth, .exponentialFit] {
                let run = try OptimizerRun(method.make(), problem, start: problem.start, steps: 200)
                XCTAssertEqual(run.status, .converged, "\(method.name), \(problem.name)")
            }
            let run = try OptimizerRun(method.make(), WrongDerivatives(), start: [2, 3], steps: 20)
            XCTAssertEqual(run.status, .stalled, method.name)
        }
        // Where the gradient is zero exactly, there is nothing to do for any method.
        let bowl = ResidualProblem("bowl", start: [0, 0]) { x in [x[0] + 0.0, 2 * x[1]] }
        for method in OptimizerLimits.all {
            XCTAssertEqual(try OptimizerRun(method.make(), bowl, start: bowl.start, steps: 1).status, .converged, method.name)
        }
    }

    func testMethodsForSumsOfSquaresRefuseOthers() throws {
        let plain = PlainObjective()
        for method: any Optimizer in [LevenbergMarquardt(), SPRING()] {
            var (optimizer, parameters) = (method, Tensor([1.0]))
            XCTAssertThrowsError(try optimizer.step(plain, parameters: &parameters)) { error in
                guard case OptimizationError.needsLeastSquares = error else { return XCTFail("\(error)") }
            }
        }
        for method: any Optimizer in [SelfScaledBroyden(), LimitedMemoryBFGS(), Adam(), SOAP(blocks: [])] {
            var (optimizer, parameters) = (method, Tensor([1.0]))
            XCTAssertLessThan(try optimizer.step(plain, parameters: &parameters).loss, 2)
            XCTAssertLessThan(plain.loss(at: parameters), 1)
        }
    }
}

/// x⁴, which is not given as a square.
private final class PlainObjective: Objective {
    let parameterCount = 1
    func loss(at parameters: Tensor<Double>) -> Double { Double.pow(parameters[0], 4) }
    func loss(at parameters: Tensor<Double>, gradient: inout Tensor<Double>) -> Double {
        gradient[0] = 4 * Double.pow(parameters[0], 3)
        return loss(at: parameters)
    }
}

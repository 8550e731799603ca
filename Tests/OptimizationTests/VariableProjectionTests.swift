import NumericsCore
import Optimization
import XCTest

final class VariableProjectionTests: XCTestCase {
    func testReachesTheMinimumOfTheExponentialFit() throws {
        for accelerates in [true, false] {
            var settings = LevenbergMarquardt.Settings()
            settings.accelerates = accelerates
            let problem = ExponentialFit()
            let run = try OptimizerRun(
                VariableProjection(settings: settings), problem, start: [0.2, 100, -100, 1], steps: 30)
            XCTAssertEqual(run.status, .converged)
            XCTAssertEqual(run.loss, problem.smallestLoss, accuracy: 1e-15)
            // The parameters that scipy.optimize.least_squares found.
            for (found, expected) in zip(run.parameters.elements, [0.30027831, 2.00276248, 1.49999622, 1.70779071]) {
                XCTAssertEqual(found, expected, accuracy: 1e-7)
            }
        }
    }

    /// The Jacobian of Kaufman leaves a part of the derivative out, but one that the gradient of the loss does not see.
    func testReducedGradientIsThatOfTheLoss() {
        let reduced = ProjectedObjective(ExponentialFit(), pool: ThreadPool(threads: 1))
        let start = Tensor([0.4, 1.2])
        var gradient = start
        let loss = reduced.loss(at: start, gradient: &gradient)
        XCTAssertEqual(loss, reduced.loss(at: start), accuracy: 1e-15)
        for index in 0..<2 {
            let h = 1e-4
            var (before, after) = (start, start)
            before[index] -= h
            after[index] += h
            // Errors of h² and eps / h.
            let slope = (reduced.loss(at: after) - reduced.loss(at: before)) / (2 * h)
            XCTAssertEqual(gradient[index], slope, accuracy: 1e-6 * abs(slope))
        }
    }

    func testResumesBitForBit() throws {
        try OptimizerRun.checkResumes(VariableProjection(), ExponentialFit(), start: [0.2, 1, 1, 1], steps: 4, name: "VarPro")
    }

    func testRefusesWhatIsNotSeparable() throws {
        var (optimizer, parameters) = (VariableProjection(), Tensor([1.0, 1]))
        XCTAssertThrowsError(try optimizer.step(ResidualProblem.rosenbrock(2), parameters: &parameters)) {
            XCTAssertEqual($0 as? OptimizationError, .needsSeparableLeastSquares(method: "variable projection"))
        }
    }
}

/// The exponential fit with the amplitudes between the rates.
private final class ExponentialFit: SeparableLeastSquares {
    private let problem = ResidualProblem("fit", start: [0.2, 1, 1, 1]) { x in
        ResidualProblem.exponentialData.indices.map { index in
            let time = 0.25 * Double(index)
            let (first, second) = (((-time) * x[0]).exponential(), ((-time) * x[3]).exponential())
            return x[1] * first + x[2] * second - ResidualProblem.exponentialData[index]
        }
    }

    var parameterCount: Int { 4 }
    var rowCount: Int { problem.rowCount }
    var linearParameters: Range<Int> { 1..<3 }
    var smallestLoss: Double { ResidualProblem.exponentialFit.smallestLoss }

    func linearPart(at parameters: Tensor<Double>, offset: inout Tensor<Double>, columns: SharedMatrix) {
        let all = SharedMatrix(rowCount: 4, columnCount: rowCount)
        var zeroed = parameters
        (zeroed[1], zeroed[2]) = (0, 0)
        problem.linearization(at: zeroed, residual: &offset, jacobian: all)
        columns.copyRows(1..<3, of: all, to: 0)
    }

    func loss(at parameters: Tensor<Double>) -> Double { problem.loss(at: parameters) }

    func loss(at parameters: Tensor<Double>, gradient: inout Tensor<Double>) -> Double {
        problem.loss(at: parameters, gradient: &gradient)
    }

    func residual(at parameters: Tensor<Double>, into residual: inout Tensor<Double>) {
        problem.residual(at: parameters, into: &residual)
    }

    func linearization(at parameters: Tensor<Double>, residual: inout Tensor<Double>, jacobian: SharedMatrix) {
        problem.linearization(at: parameters, residual: &residual, jacobian: jacobian)
    }

    func secondDerivative(
        at parameters: Tensor<Double>, along direction: Tensor<Double>, into result: inout Tensor<Double>
    ) {
        problem.secondDerivative(at: parameters, along: direction, into: &result)
    }
}

import NumericsCore
import Optimization
import XCTest

/// Steps of an optimizer from the start of a problem until it has converged or stalled.
struct OptimizerRun {
    var parameters: Tensor<Double>
    var loss = Double.infinity
    var status = OptimizerReport.Status.progress
    var steps = 0

    init(_ optimizer: inout some Optimizer, _ problem: ResidualProblem, steps limit: Int) throws {
        try self.init(&optimizer, problem, start: problem.start, steps: limit)
    }

    init(_ optimizer: inout some Optimizer, _ objective: any Objective, start: [Double], steps limit: Int) throws {
        parameters = Tensor(start)
        while steps < limit, status == .progress {
            let report = try optimizer.step(objective, parameters: &parameters)
            (loss, status) = (report.loss, report.status)
            steps += 1
        }
    }

    init(_ optimizer: inout some Optimizer, _ objective: WrongDerivatives, steps limit: Int) throws {
        try self.init(&optimizer, objective, start: [2, 3], steps: limit)
    }

    /// Goes `steps` steps twice, once with a checkpoint in the middle that another optimizer continues from.
    static func checkResumes<Method: Optimizer>(
        _ fresh: Method, _ problem: ResidualProblem, steps: Int, file: StaticString = #filePath, line: UInt = #line
    ) throws {
        var (whole, first, second) = (fresh, fresh, fresh)
        var (expected, found) = (Tensor(problem.start), Tensor(problem.start))
        for _ in 0..<steps { _ = try whole.step(problem, parameters: &expected) }
        for _ in 0..<steps / 2 { _ = try first.step(problem, parameters: &found) }
        try second.restore(first.checkpoint())
        for _ in steps / 2..<steps { _ = try second.step(problem, parameters: &found) }
        XCTAssertEqual(found, expected, file: file, line: line)
        XCTAssertEqual(second.checkpoint(), whole.checkpoint(), file: file, line: line)
        XCTAssertNotEqual(found, Tensor(problem.start), file: file, line: line)
    }
}

/// A loss with a gradient that points uphill.
final class WrongDerivatives: LeastSquaresObjective {
    let parameterCount = 2
    let rowCount = 2
    private let right = ResidualProblem("squares", start: [2, 3]) { x in [x[0] + 0.0, 2 * x[1]] }

    func residual(at parameters: Tensor<Double>, into residual: inout Tensor<Double>) {
        right.residual(at: parameters, into: &residual)
    }

    func linearization(at parameters: Tensor<Double>, residual: inout Tensor<Double>, jacobian: SharedMatrix) {
        right.linearization(at: parameters, residual: &residual, jacobian: jacobian)
        jacobian.withUnsafeMutableBufferPointer { entries in
            for index in entries.indices { entries[index] *= -1 }
        }
    }

    func secondDerivative(
        at parameters: Tensor<Double>, along direction: Tensor<Double>, into result: inout Tensor<Double>
    ) {
        right.secondDerivative(at: parameters, along: direction, into: &result)
    }

    func loss(at parameters: Tensor<Double>) -> Double { right.loss(at: parameters) }

    func loss(at parameters: Tensor<Double>, gradient: inout Tensor<Double>) -> Double {
        let loss = right.loss(at: parameters, gradient: &gradient)
        LinearAlgebra.scale(-1, &gradient)
        return loss
    }
}

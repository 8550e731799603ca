import NumericsCore
import Optimization
import XCTest

/// Steps of an optimizer from a start until it has converged or stalled.
struct OptimizerRun {
    var parameters: Tensor<Double>
    var loss = Double.infinity
    var status = OptimizerReport.Status.progress
    var steps = 0

    init(_ fresh: any Optimizer, _ objective: any Objective, start: [Double], steps limit: Int) throws {
        var optimizer = fresh
        parameters = Tensor(start)
        while steps < limit, status == .progress {
            let report = try optimizer.step(objective, parameters: &parameters)
            (loss, status) = (report.loss, report.status)
            steps += 1
        }
    }

    /// Goes `steps` steps twice, once with a checkpoint in the middle that another optimizer continues from.
    static func checkResumes(
        _ fresh: any Optimizer, _ problem: any Objective, start: [Double], steps: Int, name: String,
        file: StaticString = #filePath, line: UInt = #line
    ) throws {
        var (whole, first, second) = (fresh, fresh, fresh)
        var (expected, found) = (Tensor(start), Tensor(start))
        for _ in 0..<steps { _ = try whole.step(problem, parameters: &expected) }
        for _ in 0..<steps / 2 { _ = try first.step(problem, parameters: &found) }
        try second.restore(first.checkpoint())
        for _ in steps / 2..<steps { _ = try second.step(problem, parameters: &found) }
        XCTAssertEqual(found, expected, name, file: file, line: line)
        XCTAssertEqual(second.checkpoint(), whole.checkpoint(), name, file: file, line: line)
        XCTAssertNotEqual(found, Tensor(start), name, file: file, line: line)
    }
}

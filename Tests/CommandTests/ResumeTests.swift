import Foundation
import XCTest

/// A run that is stopped and resumed gives the same bits as one that is not.
final class ResumeTests: XCTestCase {
    private func values(_ folder: URL) throws -> Data {
        try Data(contentsOf: folder.appendingPathComponent("solution.npz"))
    }

    private func interrupted(problem: String, overrides: [String]) throws {
        let folder = try TemporaryFolder()
        let file = CommandRun.repository.appendingPathComponent("problems/\(problem).yaml").path
        let set = overrides.flatMap { ["--set", $0] }
        let whole = folder.url.appendingPathComponent("whole")
        let stopped = folder.url.appendingPathComponent("stopped")
        let complete = try CommandRun(["solve", file, "-o", whole.path] + set, in: folder.url)
        XCTAssertEqual(complete.status, 0, complete.errors)
        let metrics = stopped.appendingPathComponent("metrics.jsonl")
        let first = try CommandRun(["solve", file, "-o", stopped.path] + set, in: folder.url) {
            let lines = (try? String(contentsOf: metrics, encoding: .utf8))?.split(separator: "\n").count ?? 0
            return lines >= 3
        }
        XCTAssertEqual(first.status, 130, first.errors)
        XCTAssertTrue(first.errors.contains("--resume"), first.errors)
        let second = try CommandRun(["solve", file, "--resume", stopped.path] + set, in: folder.url)
        XCTAssertEqual(second.status, 0, second.errors)
        XCTAssertEqual(try values(stopped), try values(whole))
        let other = try CommandRun(
            ["solve", file, "--resume", stopped.path, "--set", "title=another"] + set, in: folder.url)
        XCTAssertEqual(other.status, 66, "a finished run has no checkpoint left")
    }

    func testChebyshev() throws {
        try interrupted(problem: "burgers", overrides: [
            "parameters.nu=0.002/pi", "solvers.chebyshev.tolerance=1e-12", "expect.relative-l2=1e-6",
        ])
    }

    func testFourier() throws {
        try interrupted(problem: "kuramoto-sivashinsky", overrides: [])
    }

    func testAnUnfinishedRunIsNotResumedForAnotherProblem() throws {
        let folder = try TemporaryFolder()
        let file = CommandRun.repository.appendingPathComponent("problems/kuramoto-sivashinsky.yaml").path
        let place = folder.url.appendingPathComponent("run").path
        let stopped = try CommandRun(
            ["solve", file, "-o", place, "--max-time", "0.05", "--seed", "3", "--set", "note=it's"], in: folder.url)
        XCTAssertEqual(stopped.status, 75, stopped.errors)
        XCTAssertTrue(stopped.errors.contains(" --set 'note=it'\\''s' --seed 3 --resume "), stopped.errors)
        let record = try Data(contentsOf: URL(fileURLWithPath: place + "/run.json"))
        let resolved = try Data(contentsOf: URL(fileURLWithPath: place + "/resolved.yaml"))
        let other = try CommandRun(["solve", file, "--resume", place, "--set", "title=another"], in: folder.url)
        XCTAssertEqual(other.status, 66)
        XCTAssertEqual(try Data(contentsOf: URL(fileURLWithPath: place + "/run.json")), record, "the run is left as it was")
        XCTAssertEqual(try Data(contentsOf: URL(fileURLWithPath: place + "/resolved.yaml")), resolved)
        XCTAssertTrue(other.errors.contains("the problem differs"), other.errors)
        XCTAssertTrue(other.errors.contains("is title: another"), other.errors)
        for checkpoint in try FileManager.default.contentsOfDirectory(atPath: place + "/checkpoints") {
            try Data("damaged".utf8).write(to: URL(fileURLWithPath: place + "/checkpoints/" + checkpoint))
        }
        let set = ["--max-time", "0.05", "--set", "note=it's"]
        XCTAssertEqual(try CommandRun(["solve", file, "--resume", place] + set, in: folder.url).status, 66)
        let anew = try CommandRun(["solve", file, "--resume=auto", "-o", place] + set, in: folder.url)
        XCTAssertEqual(anew.status, 75, anew.errors)
        XCTAssertTrue(anew.errors.contains("starting anew"), anew.errors)
    }
}

import XCTest

/// What the command prints before anything is solved.
final class FirstMinuteTests: XCTestCase {
    func testVersionIsOneLine() throws {
        let run = try CommandRun(["--version"])
        XCTAssertEqual(run.status, 0)
        XCTAssertNotNil(run.output.wholeMatch(of: /\d+\.\d+\.\d+\n/))
    }

    func testAnUnknownOptionIsUsageError() throws {
        let run = try CommandRun(["solve", "--tolerance", "3", "problems/heat.yaml"])
        XCTAssertEqual(run.status, 64)
        XCTAssertTrue(run.output.isEmpty)
        XCTAssertTrue(run.errors.contains("Unknown option '--tolerance'"))
    }

    func testInfoNamesTheMethods() throws {
        let run = try CommandRun(["info", "--json"])
        let document = try run.json()
        XCTAssertEqual(document["methods"] as? [String], ["fourier", "chebyshev", "multigrid", "runge-kutta", "features", "frozen", "pinn", "gaussian-process"])
        XCTAssertEqual(document["build"] as? String, "release")
    }

    func testListShowsEveryProblemWithItsTitle() throws {
        let run = try CommandRun(["list", "problems", "--json"])
        let entries = try XCTUnwrap(run.json()["problems"] as? [[String: String]])
        XCTAssertGreaterThanOrEqual(entries.count, 15)
        for entry in entries { XCTAssertNotEqual(entry["text"], "does not pass 'ansatz check'", entry["name"] ?? "") }
    }

    func testExplainKnowsKeysMethodsSettingsFunctionsAndCodes() throws {
        for topic in ["problem", "output.times", "chebyshev", "solvers.chebyshev.tolerance", "lap", "E301"] {
            let run = try CommandRun(["explain", topic])
            XCTAssertEqual(run.status, 0, topic)
            XCTAssertFalse(run.output.isEmpty, topic)
        }
        let unknown = try CommandRun(["explain", "chebishev"])
        XCTAssertEqual(unknown.status, 64)
        XCTAssertTrue(unknown.errors.contains("Did you mean 'chebyshev'?"))
    }

    func testCompletionScriptsAreGenerated() throws {
        for shell in ["bash", "zsh", "fish"] {
            let run = try CommandRun(["--generate-completion-script", shell])
            XCTAssertEqual(run.status, 0)
            XCTAssertTrue(run.output.contains("ansatz"))
        }
    }
}

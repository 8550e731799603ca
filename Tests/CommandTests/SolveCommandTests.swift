import Foundation
import XCTest

/// `ansatz solve` as a process: files, JSON, exit codes, stdout and stderr.
final class SolveCommandTests: XCTestCase {
    private let heat = HeatProblem.text(title: "Heat on a rod", tolerance: "1e-6", every: "0.05")

    func testASolveLeavesTheDocumentedFolder() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write(heat, as: "heat.yaml")
        let run = try CommandRun(["solve", file, "--json", "-o", "run"], in: folder.url)
        XCTAssertEqual(run.status, 0, run.errors)
        let document = try run.json()
        XCTAssertEqual(document["problem"] as? String, "heat")
        XCTAssertEqual(document["method"] as? String, "chebyshev")
        XCTAssertEqual(document["outcome"] as? String, "converged")
        let field = try XCTUnwrap((document["fields"] as? [String: [String: Any]])?["u"])
        XCTAssertLessThan(try XCTUnwrap(field["relative_l2"] as? Double), 1e-5)
        XCTAssertEqual(field["against"] as? String, "the exact solution")
        XCTAssertEqual(field["reference_error"] as? Double, 0)
        let timings = try XCTUnwrap(document["timings"] as? [String: Double])
        XCTAssertEqual(Set(timings.keys), ["setup", "solve", "reference", "total"])
        for file in try XCTUnwrap(document["files"] as? [String]) {
            XCTAssertTrue(FileManager.default.fileExists(atPath: folder.url.path + "/run/" + file), file)
        }
        for name in ["run.json", "result.json", "problem.yaml", "resolved.yaml", "log.txt", "metrics.jsonl", "solution.pvd"] {
            XCTAssertTrue(FileManager.default.fileExists(atPath: folder.url.path + "/run/" + name), name)
        }
        XCTAssertEqual(try String(contentsOfFile: folder.url.path + "/run/problem.yaml", encoding: .utf8), heat)
    }

    func testAFolderThatHoldsSomethingIsRefused() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write(heat, as: "heat.yaml")
        XCTAssertEqual(try CommandRun(["solve", file, "-o", "run"], in: folder.url).status, 0)
        let again = try CommandRun(["solve", file, "-o", "run"], in: folder.url)
        XCTAssertEqual(again.status, 73)
        XCTAssertTrue(again.errors.contains("--force"))
        XCTAssertEqual(try CommandRun(["solve", file, "-o", "run", "--force"], in: folder.url).status, 0)
        _ = try folder.write("precious", as: "notes.txt")
        let foreign = try CommandRun(["solve", file, "-o", ".", "--force"], in: folder.url)
        XCTAssertEqual(foreign.status, 73)
        XCTAssertTrue(FileManager.default.fileExists(atPath: folder.url.path + "/notes.txt"))
    }

    func testAMissedExpectationIsExitOne() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write(heat + "expect: {relative-l2: 1e-30}\n", as: "heat.yaml")
        let run = try CommandRun(["solve", file, "-o", "run"], in: folder.url)
        XCTAssertEqual(run.status, 1)
        XCTAssertTrue(run.errors.contains("missed"))
    }

    func testAFormulaWithoutAValueIsToldInWords() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write(
            """
            coordinates: {x: [0, 1]}
            unknowns: u
            equations: ['u_xx = log(u - 3)']
            conditions: [{at: [x = 0, x = 1], require: u = 2}]
            solvers: {pinn: {hidden: [4]}}

            """, as: "log.yaml")
        let run = try CommandRun(["solve", file, "-o", "run", "--no-plots"], in: folder.url)
        XCTAssertEqual(run.status, 3, run.errors)
        XCTAssertTrue(run.errors.contains("is not a finite number at x = "), run.errors)
        XCTAssertFalse(run.errors.contains("notFinite"), run.errors)
    }

    func testARejectedFileWritesNothing() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write(heat.replacingOccurrences(of: "equations", with: "equation"), as: "heat.yaml")
        let run = try CommandRun(["solve", file], in: folder.url)
        XCTAssertEqual(run.status, 65)
        XCTAssertTrue(run.errors.contains("did you mean 'equations'?"), run.errors)
        XCTAssertFalse(FileManager.default.fileExists(atPath: folder.url.path + "/outputs"))
    }

    func testMissingFilesAndMethodsHaveTheirOwnCodes() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write(heat, as: "heat.yaml")
        XCTAssertEqual(try CommandRun(["solve", "nowhere.yaml"], in: folder.url).status, 66)
        XCTAssertEqual(try CommandRun(["solve", file, "--method", "deeponet"], in: folder.url).status, 69)
        XCTAssertEqual(try CommandRun(["solve", file, "--method", "nonsense"], in: folder.url).status, 64)
        let refused = try CommandRun(["solve", file, "--method", "fourier"], in: folder.url)
        XCTAssertEqual(refused.status, 65)
        XCTAssertTrue(refused.errors.contains("chebyshev"), refused.errors)
        XCTAssertFalse(FileManager.default.fileExists(atPath: folder.url.path + "/outputs"))
    }

    func testStandardInputAndSetAndFormula() throws {
        let folder = try TemporaryFolder()
        let run = try CommandRun(
            ["solve", "-", "--set", "solvers.chebyshev.tolerance=1e-4", "--json", "-o", "run", "--check-against", "u = 0"],
            in: folder.url, input: heat)
        XCTAssertEqual(run.status, 0, run.errors)
        let field = try XCTUnwrap((run.json()["fields"] as? [String: [String: Any]])?["u"])
        XCTAssertEqual(field["against"] as? String, "the formula u = 0")
        // Against zero the figure is the solution's own norm.
        XCTAssertGreaterThan(try XCTUnwrap(field["relative_l2"] as? Double), 0.01)
    }

    func testTheCommandRefusesAFolderThatCannotBeMade() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write(heat, as: "heat.yaml")
        let run = try CommandRun(["solve", file, "-o", "heat.yaml/run"], in: folder.url)
        XCTAssertEqual(run.status, 73, run.errors)
        XCTAssertTrue(run.errors.contains("heat.yaml' is not a folder"), run.errors)
    }

    func testAComparisonThatIsNotThereIsToldBeforeTheSolve() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write(heat, as: "heat.yaml")
        let run = try CommandRun(["solve", file, "--check-against", "nowhere"], in: folder.url)
        XCTAssertEqual(run.status, 66, run.errors)
        XCTAssertFalse(FileManager.default.fileExists(atPath: folder.url.path + "/outputs"))
    }

    func testARunThatBreaksOffSaysSoInItsManifest() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write(heat, as: "heat.yaml")
        let run = try CommandRun(["solve", file, "-o", "run", "--check-against", "heat.yaml"], in: folder.url)
        XCTAssertEqual(run.status, 66, run.errors)
        let manifest = try String(contentsOfFile: folder.url.path + "/run/run.json", encoding: .utf8)
        XCTAssertTrue(manifest.contains("\"status\": \"failed\""), manifest)
        XCTAssertTrue(manifest.contains("\"exit_code\": 66"), manifest)
    }

    func testAutomaticResumeStartsAnewWhateverFollowsIt() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write(heat, as: "heat.yaml")
        let run = try CommandRun(["solve", file, "--resume=auto", "-o", "new"], in: folder.url)
        XCTAssertEqual(run.status, 0, run.errors)
        XCTAssertTrue(FileManager.default.fileExists(atPath: folder.url.path + "/new/result.json"))
        XCTAssertNil(
            try? FileManager.default.destinationOfSymbolicLink(atPath: folder.url.path + "/latest"),
            "nothing is put beside a folder of the user's choice")
    }

    func testRunsOfTheSameSecondHaveFoldersOfTheirOwn() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write(heat, as: "heat.yaml")
        let runs = try (0..<4).map { _ in
            let process = Process()
            process.executableURL = CommandRun.executable
            process.arguments = ["solve", file]
            process.currentDirectoryURL = folder.url
            process.standardError = FileHandle.nullDevice
            try process.run()
            return process
        }
        for run in runs {
            run.waitUntilExit()
            XCTAssertEqual(run.terminationStatus, 0)
        }
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.url.path + "/outputs/heat")
        XCTAssertEqual(names.filter { $0 != "latest" }.count, 4)
    }

    func testARefusedMethodIsOneObjectToo() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write(heat, as: "heat.yaml")
        let run = try CommandRun(["solve", file, "--method", "nonsense", "--json"], in: folder.url)
        XCTAssertEqual(run.status, 64)
        XCTAssertEqual(try run.json()["exit_code"] as? Int, 64)
    }

    func testCompareOfARunWithItselfIsZero() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write(heat, as: "heat.yaml")
        XCTAssertEqual(try CommandRun(["solve", file, "-o", "a"], in: folder.url).status, 0)
        XCTAssertEqual(
            try CommandRun(["solve", file, "-o", "b", "--set", "solvers.chebyshev.tolerance=1e-9"], in: folder.url).status, 0)
        XCTAssertEqual(try CommandRun(["compare", "a", "a", "--tol", "0"], in: folder.url).status, 0)
        XCTAssertEqual(try CommandRun(["compare", "a", "b", "--tol", "1e-4"], in: folder.url).status, 0)
        XCTAssertEqual(try CommandRun(["compare", "a", "b", "--tol", "1e-30"], in: folder.url).status, 1)
        XCTAssertEqual(try CommandRun(["compare", "a", "nowhere"], in: folder.url).status, 66)
    }

    func testCheckPrintsWhatWasUnderstood() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write(heat, as: "heat.yaml")
        let run = try CommandRun(["check", file], in: folder.url)
        XCTAssertEqual(run.status, 0)
        XCTAssertTrue(run.output.contains("linear, order 2 in x, order 1 in t"), run.output)
        XCTAssertTrue(run.errors.isEmpty, run.errors)
    }
}

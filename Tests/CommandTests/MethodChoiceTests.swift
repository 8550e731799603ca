import XCTest

/// What `check` and `solve --method all` say of methods that are missing or refuse.
final class MethodChoiceTests: XCTestCase {
    private func text(_ solvers: String) -> String {
        """
        coordinates: {x: [0, 1]}
        unknowns: u
        equations: [-u_xx = 1]
        conditions: [{at: [x = 0, x = 1], require: u = 0}]
        solvers: \(solvers)
        output: {fields: ['log(u - 1)']}

        """
    }

    func testCheckFindsAMethodThatIsNotBuiltIn() throws {
        let run = try CommandRun(["check", "-"], input: text("{deeponet: {}}"))
        XCTAssertEqual(run.status, 69)
        XCTAssertTrue(run.errors.contains("'deeponet' is not in this build"), run.errors)
    }

    func testCheckFindsAMethodThatRefuses() throws {
        let run = try CommandRun(["check", "-"], input: text("{fourier: {}}"))
        XCTAssertEqual(run.status, 65)
        XCTAssertTrue(run.errors.contains("try --method chebyshev"), run.errors)
    }

    func testAllNamesWhatIsMissingAndOutputFieldsThatAreNoNumbers() throws {
        let folder = try TemporaryFolder()
        let run = try CommandRun(
            ["solve", "-", "--method", "all", "-o", "run"], in: folder.url, input: text("{chebyshev: {}, deeponet: {}}"))
        XCTAssertEqual(run.status, 69)
        XCTAssertTrue(run.errors.contains("deeponet: not in this build"), run.errors)
        XCTAssertTrue(run.errors.contains("is not a finite number at"), run.errors)
    }
}

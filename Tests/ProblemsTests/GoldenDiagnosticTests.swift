import Foundation
import Problems
import XCTest

/// Every code produces exactly the text that is stored beside its file. `UPDATE_GOLDEN=1` rewrites the texts.
final class GoldenDiagnosticTests: XCTestCase {
    func testTextOfEveryFile() throws {
        let isUpdating = ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1"
        XCTAssertGreaterThan(Golden.names.count, 60)
        for name in Golden.names {
            let found = Golden.text(Golden.read(name))
            let file = Golden.folder.appendingPathComponent(name + ".txt")
            if isUpdating { try found.write(to: file, atomically: true, encoding: .utf8) }
            let expected = try String(contentsOf: file, encoding: .utf8)
            XCTAssertEqual(found, expected, name)
        }
    }

    func testFileNamesStartWithTheirCode() {
        for name in Golden.names where name.hasPrefix("E") || name.hasPrefix("W") {
            let code = String(name.prefix(4))
            XCTAssertTrue(Golden.read(name).diagnostics.contains { $0.code == code }, name)
        }
    }

    func testEveryCodeOfTheReaderHasAFileAndAnExplanation() {
        let covered = Set(Golden.names.map { String($0.prefix(4)) })
        for explanation in DiagnosticCatalogue.all where !explanation.code.hasPrefix("E4") {
            XCTAssertTrue(covered.contains(explanation.code), explanation.code)
        }
        for name in Golden.names {
            for diagnostic in Golden.read(name).diagnostics {
                XCTAssertNotNil(DiagnosticCatalogue.explanation(of: diagnostic.code), diagnostic.code)
            }
        }
    }

    func testErrorsForbidAProblemAndWarningsDoNot() {
        for name in Golden.names {
            let result = Golden.read(name)
            XCTAssertEqual(result.problem == nil, result.diagnostics.containsErrors, name)
        }
    }

    func testExitCodes() {
        XCTAssertEqual(Golden.read("E101-unknown-key").exitCode, 65)
        XCTAssertEqual(Golden.read("E008-unreadable-base").exitCode, 66)
        XCTAssertEqual(Golden.read("E226-data").exitCode, 66)
        XCTAssertEqual(Golden.read("W312-corner").exitCode, 0)
        XCTAssertEqual(ProblemFile.read(path: "/nonexistent/x.yaml").exitCode, 66)
        XCTAssertEqual(Diagnostic(.backEnd(.notBuilt(method: "pinn")), at: nil).exitCode, 69)
    }

    func testBackEndWords() {
        let kind = BackEndProblem.unsupported(
            method: "fourier", term: "the condition at x = 0", because: "x is not periodic", alternative: "chebyshev")
        let text = DiagnosticRenderer(sources: [:]).render([Diagnostic(.backEnd(kind), at: nil)])
        XCTAssertEqual(
            text,
            """
            error[E401]: fourier cannot take the condition at x = 0
               = help: try --method chebyshev

            1 error; nothing was run

            """)
    }
}

import Foundation
import Problems
import XCTest

/// Every file of `problems/` reads without a word, at full and at test size.
final class ProblemFilesTests: XCTestCase {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("problems").path

    func testAllFiles() throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: Self.folder).filter { $0.hasSuffix(".yaml") }
        XCTAssertGreaterThanOrEqual(files.count, 16)
        for file in files.sorted() {
            let path = Self.folder + "/" + file
            let full = ProblemFile.read(path: path)
            XCTAssertEqual(full.diagnostics.map(\.message), [], file)
            let problem = try XCTUnwrap(full.problem, file)
            XCTAssertNotNil(problem.expectation, file)
            XCTAssertTrue(problem.reference != nil || !problem.exact.isEmpty, file)
            let test = try XCTUnwrap(problem.test, file)
            let reduced = ProblemFile.read(path: path, overrides: test.overrides)
            XCTAssertEqual(reduced.diagnostics.map(\.message), [], file)
            let again = ProblemFile.read(text: full.resolvedText, fileName: path)
            XCTAssertEqual(again.problem?.equations.map(\.residual), problem.equations.map(\.residual), file)
        }
    }

    func testKeysStandInTheDeclaredOrder() throws {
        let order = KeySchema.problem.map(\.name)
        let files = try FileManager.default.contentsOfDirectory(atPath: Self.folder).filter { $0.hasSuffix(".yaml") }
        for file in files {
            let text = try String(contentsOfFile: Self.folder + "/" + file, encoding: .utf8)
            let keys = text.split(separator: "\n").filter { $0.first?.isLetter == true }.map { String($0.prefix { $0 != ":" }) }
            let positions = keys.compactMap { order.firstIndex(of: $0) }
            XCTAssertEqual(positions, positions.sorted(), file)
        }
    }
}

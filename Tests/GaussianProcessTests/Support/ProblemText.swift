import Problems
import XCTest

/// A problem from the text of a file; its mistakes are the message of the failure.
func readProblem(_ text: String, file: StaticString = #filePath, line: UInt = #line) throws -> Problem {
    let result = ProblemFile.read(text: text)
    let mistakes = DiagnosticRenderer(sources: result.sources).render(result.diagnostics)
    return try XCTUnwrap(result.problem, mistakes, file: file, line: line)
}

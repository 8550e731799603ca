import Classical
import Problems
import Solving
import XCTest

/// The problem of a text; the test fails with its mistakes.
func problem(_ text: String, file: StaticString = #filePath, line: UInt = #line) throws -> Problem {
    let result = ProblemFile.read(text: text)
    let mistakes = DiagnosticRenderer(sources: result.sources).render(result.diagnostics)
    return try XCTUnwrap(result.problem, mistakes, file: file, line: line)
}

/// Runs the multigrid solver to its end.
func multigridSolution(_ problem: Problem, _ settings: [String: Settings.Value] = [:]) throws -> Solution {
    try MultigridSolver(settings: Settings(settings, schema: MultigridSolver.schema)).solve(problem)
}

/// Relative L2 errors against the exact solution with these numbers of cells along each axis.
func multigridErrors(_ problem: Problem, cells: [[Int]]) throws -> [Double] {
    try cells.map { cells in
        let solution = try multigridSolution(problem, ["cells": .integers(cells), "error-estimate": .flag(false)])
        XCTAssertEqual(solution.outcome, .converged)
        return try XCTUnwrap(try solution.verdictsAgainstExact(problem)[0].relativeL2)
    }
}

/// A problem on a box as text.
func boxProblem(
    coordinates: String, parameters: String = "{}", equation: String, conditions: [String], exact: String? = nil,
    more: String = ""
) -> String {
    """
    coordinates: \(coordinates)
    parameters: \(parameters)
    unknowns: u
    equations: ['\(equation)']
    conditions:
    \(conditions.map { "  - \($0)" }.joined(separator: "\n"))
    \(exact.map { "exact: {u: '\($0)'}" } ?? "")
    \(more)
    \(parameters.contains("truth") ? "unused-ok: [truth]" : "")
    """
}

import Ansatz
import Foundation
import XCTest

/// Every file in problems/ is read, solved at its reduced size by every method it lists, and judged.
final class CatalogueTests: XCTestCase {
    private static let folder = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("problems")

    private static func names() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path)
            .filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(5)) }.sorted()
    }

    private func read(_ name: String, overrides: [String] = []) throws -> Problem {
        let path = Self.folder.appendingPathComponent(name + ".yaml").path
        let result = ProblemFile.read(path: path, overrides: overrides, methods: SolverCatalogue.standard.schemas)
        let report = DiagnosticRenderer(sources: result.sources).render(result.diagnostics)
        return try XCTUnwrap(result.problem, "\(name):\n\(report)")
    }

    func testTheCatalogueHoldsWhatWasPromised() throws {
        let promised: Set<String> = [
            "burgers", "allen-cahn", "kdv", "kuramoto-sivashinsky", "advection", "heat", "wave", "gray-scott", "poisson-1d",
            "poisson-2d", "helmholtz", "nonlinear-elliptic", "eikonal", "navier-stokes-2d", "cavity",
            "l-shape", "disk-with-hole", "darcy", "poisson-5d", "klein-gordon", "cavity-stream",
        ]
        let missing = promised.subtracting(try Self.names())
        XCTAssertTrue(missing.isEmpty, "\(missing.sorted())")
    }

    func testEveryFileSaysWhatItCostsWhereItComesFromAndWhatItExpects() throws {
        for name in try Self.names() {
            let problem = try read(name)
            XCTAssertNotNil(problem.citation, name)
            XCTAssertNotNil(problem.expectation, name)
            XCTAssertNotNil(problem.test, name)
            XCTAssertTrue(!problem.exact.isEmpty || problem.reference != nil, name)
        }
    }

    func testEveryFileIsSolvedAndMeetsItsReducedVerdict() throws {
        for name in try Self.names() {
            let request = try XCTUnwrap(try read(name).test, name)
            var problem = try read(name, overrides: request.overrides)
            if problem.isFamily { problem = try problem.realized(SampleName(split: .train, index: 0)) }
            let listed = problem.solvers.filter { $0.isAvailable }
            for solver in listed where request.method == nil || request.method == solver.method {
                try judge(problem, by: solver, asked: solver.expectation ?? request.expectation)
            }
        }
    }

    private func judge(_ problem: Problem, by request: SolverRequest, asked: Expectation?) throws {
        let label = "\(problem.name) by \(request.method)"
        let method = try XCTUnwrap(SolverCatalogue.standard.method(named: request.method), label)
        guard case .settings(let settings) = request.settings(schema: method.schema, constant: ConstantText.value) else {
            return XCTFail("\(label): settings refused")
        }
        let solution = try method.init(settings: settings).solve(problem, context: SolveContext(threads: 2, coarseMethods: .classical))
        XCTAssertEqual(solution.outcome, .converged, label)
        for estimate in solution.parameters {
            let error = try XCTUnwrap(estimate.relativeError, "\(label): no true \(estimate.name)")
            XCTAssertLessThanOrEqual(error, try XCTUnwrap(asked?.parameterError, label), "\(label), \(estimate.name)")
        }
        let verdicts = problem.exact.isEmpty ? solution.ownVerdicts(problem) : try solution.verdictsAgainstExact(problem)
        for verdict in verdicts {
            let error = try XCTUnwrap(verdict.relativeL2, "\(label): no error figure for \(verdict.field)")
            XCTAssertLessThanOrEqual(error, try XCTUnwrap(asked?.relativeL2, label), "\(label), \(verdict.field)")
        }
    }
}

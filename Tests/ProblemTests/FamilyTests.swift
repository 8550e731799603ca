import Ansatz
import Foundation
import XCTest

/// Every family in problems/ gives a data set at its reduced size: solved, with a discretisation error within its verdict.
final class FamilyTests: XCTestCase {
    private struct Memory: SampleSink {
        var records: [SampleRecord] = []
        mutating func append(_ more: [SampleRecord]) throws { records += more }
    }

    private static let folder = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("problems")

    private func read(_ name: String, overrides: [String] = []) throws -> Problem {
        let path = Self.folder.appendingPathComponent(name + ".yaml").path
        let result = ProblemFile.read(path: path, overrides: overrides, methods: SolverCatalogue.standard.schemas)
        return try XCTUnwrap(result.problem, "\(name):\n" + DiagnosticRenderer(sources: result.sources).render(result.diagnostics))
    }

    private func generator(_ problem: Problem) throws -> FamilyGenerator {
        let request = problem.solvers[0]
        let method = try XCTUnwrap(SolverCatalogue.standard.method(named: request.method), problem.name)
        guard case .settings(let settings) = request.settings(schema: method.schema, constant: ConstantText.value) else {
            throw SolverError.unsupported(term: problem.name, because: "settings refused", try: nil)
        }
        return try FamilyGenerator(problem, solver: method.init(settings: settings), settings: settings, threads: 2)
    }

    func testTheCatalogueHoldsWhatWasPromised() throws {
        for name in ["burgers-family", "darcy-family", "navier-stokes-family"] {
            let problem = try read(name)
            XCTAssertTrue(problem.isFamily && problem.dataset != nil, name)
        }
    }

    func testEveryFamilyIsGeneratedAndMeetsItsReducedVerdict() throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
            .filter { $0.hasSuffix("-family.yaml") }.map { String($0.dropLast(5)) }.sorted()
        for name in names {
            let test = try XCTUnwrap(try read(name).test, name)
            let problem = try read(name, overrides: test.overrides)
            let samples = try XCTUnwrap(problem.dataset, name).samples
            let generator = try generator(problem)
            var sink = Memory()
            XCTAssertEqual(try generator.generate(samples, into: &sink), .converged, name)
            XCTAssertEqual(sink.records.map(\.sample), samples, name)
            for record in sink.records {
                XCTAssertTrue(record.values.allSatisfy(\.isFinite), name)
                // Nothing is known of the residual (NaN), or it is small.
                XCTAssertFalse(record.residual > 1e-4, "\(name): \(record.residual)")
            }
            let allowed = try XCTUnwrap(test.expectation?.relativeL2, name)
            let errors = try generator.discretizationErrors(of: Array(samples.prefix(3)))
            XCTAssertLessThanOrEqual(errors.max()!, allowed, name)
            XCTAssertGreaterThan(errors.max()!, 0, name)
        }
    }

    /// The permeability takes its two values in about equal parts, and the flow of a sample is positive inside.
    func testDarcySamples() throws {
        let test = try XCTUnwrap(try read("darcy-family").test)
        let problem = try read("darcy-family", overrides: test.overrides)
        let generator = try generator(problem)
        var sink = Memory()
        _ = try generator.generate(Array(problem.dataset!.samples.prefix(6)), into: &sink)
        let nodes = 16 * 16
        let inputs = sink.records.flatMap { $0.values.prefix(nodes) }
        XCTAssertEqual(Set(inputs), [3, 12])
        // Means of six smooth fields: far from zero and one, not near a half.
        let share = Double(inputs.count { $0 == 12 }) / Double(inputs.count)
        XCTAssertTrue((0.2...0.8).contains(share), "\(share)")
        for record in sink.records {
            let flow = Array(record.values.suffix(nodes))
            for row in 0..<16 {
                for column in 0..<16 {
                    let isRim = [0, 15].contains(row) || [0, 15].contains(column)
                    if isRim { XCTAssertEqual(flow[row * 16 + column], 0) } else { XCTAssertGreaterThan(flow[row * 16 + column], 0) }
                }
            }
            // Between the solutions for the two constants: the largest value of -lap u = 1 is 0.0737.
            XCTAssertTrue((0.0737 / 12 * 0.9...0.0737 / 3 * 1.1).contains(flow.max()!), "\(flow.max()!)")
        }
    }
}

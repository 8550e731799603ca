import Ansatz
import Expressions
import Fields
import Foundation
import NumericsCore
import XCTest

/// Samples of a family, solved by prepared solvers and one by one.
final class FamilyGeneratorTests: XCTestCase {
    private struct Memory: SampleSink {
        var records: [SampleRecord] = []
        mutating func append(_ more: [SampleRecord]) throws { records += more }
    }

    private func problem(_ dataset: String, equation: String = "u_t + u*u_x = 0.02*u_xx", extra: String = "") throws -> Problem {
        let text = """
            coordinates: {x: {from: 0, to: 1, periodic: true}, t: [0, 0.5]}
            inputs: {a: {random-field: '625^2*(-lap + 25)^(-4)', mean: zero}}
            unknowns: u
            equations: ['\(equation)']
            conditions: [{at: t = 0, require: u = a}]
            dataset: \(dataset)
            \(extra)
            """
        let result = ProblemFile.read(text: text, methods: SolverCatalogue.standard.schemas)
        return try XCTUnwrap(result.problem, DiagnosticRenderer(sources: result.sources).render(result.diagnostics))
    }

    private func generator(_ problem: Problem, _ values: [String: Settings.Value] = [:], threads: Int = 1) throws -> FamilyGenerator {
        let settings = Settings(values, schema: FourierSolver.schema)
        return try FamilyGenerator(problem, solver: FourierSolver(settings: settings), settings: settings, threads: threads)
    }

    private func records(_ generator: FamilyGenerator, _ samples: [SampleName]? = nil) throws -> [SampleRecord] {
        var sink = Memory()
        XCTAssertEqual(try generator.generate(samples ?? generator.problem.dataset!.samples, into: &sink), .converged)
        return sink.records
    }

    private let small = "{from: a, to: u(t=0.5), grid: [32], solve-grid: [128], train: 5, validation: 1, test: 2, seed: 3}"

    /// Each sample by the ordinary solver with a tolerance 1e4 times tighter.
    func testSamplesAreSolutionsOfTheirProblems() throws {
        let problem = try problem(small)
        for settings in [[:], ["step": Settings.Value.number(0.01)]] {
            let generator = try generator(problem, settings)
            XCTAssertTrue(generator.isPrepared)
            let records = try records(generator)
            XCTAssertEqual(records.map(\.sample), problem.dataset!.samples)
            for record in records.prefix(2) {
                let reference = try FourierSolver(settings: Settings(["tolerance": .number(1e-11)], schema: FourierSolver.schema))
                    .solve(problem.realized(record.sample))
                let grid = Grid([.periodic("x", from: 0, to: 1, count: 32)])
                let exact = try reference.snapshots.last!.field(named: "u")!.resampled(to: grid).values.elements
                let found = Array(record.values.suffix(32))
                let scale = exact.map(abs).max()!
                // The reference sees the data interpolated to 1e-7; steps of 1e-7 each leave less.
                for (a, b) in zip(found, exact) { XCTAssertEqual(a, b, accuracy: 2e-6 * scale, "\(settings)") }
            }
        }
    }

    func testStoredInputsAreTheInitialData() throws {
        let problem = try problem("{from: a, to: [u(t=0), u(t=0.25)], grid: [32], solve-grid: [64], train: 2}")
        let generator = try generator(problem)
        XCTAssertEqual(generator.layout.entries.map(\.key), ["inputs/a", "outputs/u"])
        XCTAssertEqual(generator.layout.entries.map(\.shape), [[32, 1], [2, 32, 1]])
        XCTAssertEqual(generator.layout.entries[1].times, [0, 0.25])
        for record in try records(generator) {
            for point in 0..<32 { XCTAssertEqual(record.values[point], record.values[32 + point], accuracy: 1e-14) }
        }
    }

    /// Bit for bit: alone, in another order, on more threads.
    func testSamplesDependOnNothingButTheirNames() throws {
        let problem = try problem(small)
        let all = try records(generator(problem))
        let backwards = try records(generator(problem, threads: 2), problem.dataset!.samples.reversed())
        XCTAssertEqual(all.map(\.values), backwards.reversed().map(\.values))
        let name = SampleName(split: .test, index: 1)
        XCTAssertEqual(try records(generator(problem), [name])[0].values, all.last!.values)
        XCTAssertEqual(Set(all.map { $0.values[0] }).count, all.count)
    }

    /// The tail of the spectrum and the difference to twice the resolution tell how good the data are.
    func testErrorsAreMeasured() throws {
        let coarse = try generator(problem("{from: a, to: u(t=0.5), grid: [16], solve-grid: [16], train: 3}", equation: "u_t + u*u_x = 0.002*u_xx"))
        let fine = try generator(problem("{from: a, to: u(t=0.5), grid: [16], solve-grid: [256], train: 3}", equation: "u_t + u*u_x = 0.002*u_xx"))
        let samples = coarse.problem.dataset!.samples
        let (large, tiny) = (try coarse.discretizationErrors(of: samples), try fine.discretizationErrors(of: samples))
        XCTAssertGreaterThan(large.max()!, 1e-3)
        XCTAssertLessThan(tiny.max()!, 1e-6)
        // The estimate is the error: what the fine data say of the coarse ones.
        let (a, b) = (try records(coarse), try records(fine))
        for (index, pair) in zip(a, b).enumerated() {
            let difference = zip(pair.0.values.suffix(16), pair.1.values.suffix(16)).reduce(0) { $0 + pow($1.0 - $1.1, 2) }
            let norm = pair.1.values.suffix(16).reduce(0) { $0 + $1 * $1 }
            XCTAssertEqual((difference / norm).squareRoot(), large[index], accuracy: 0.5 * large[index])
            XCTAssertGreaterThan(pair.0.residual, pair.1.residual)
        }
    }

    /// Inputs in coefficients and sources, for the prepared solver against the ordinary one.
    func testInputsInCoefficientsAndSources() throws {
        let problem = try problem(small, equation: "u_t = 0.02*u_xx + a*u_x + a_x")
        let generator = try generator(problem)
        XCTAssertTrue(generator.isPrepared)
        let record = try records(generator, [SampleName(split: .train, index: 0)])[0]
        let reference = try FourierSolver(settings: Settings(["tolerance": .number(1e-9)], schema: FourierSolver.schema))
            .solve(problem.realized(record.sample))
        let grid = Grid([.periodic("x", from: 0, to: 1, count: 32)])
        let exact = try reference.snapshots.last!.field(named: "u")!.resampled(to: grid).values.elements
        let scale = exact.map(abs).max()!
        for (a, b) in zip(record.values.suffix(32), exact) { XCTAssertEqual(a, b, accuracy: 1e-5 * scale) }
    }

    /// A parameter that varies is part of the problem, so each sample is solved by itself; also by other methods.
    func testNumbersAsInputs() throws {
        let text = """
            coordinates: {x: [0, 1]}
            inputs: {k: {uniform: [1, 2]}, f: {series: chebyshev, degree: 2}}
            unknowns: u
            equations: ['-k*u_xx = f']
            conditions: [{at: [x = 0, x = 1], require: u = 0}]
            dataset: {from: [k, f], to: u, grid: [5], train: 3, points: random 4}
            """
        let result = ProblemFile.read(text: text, methods: SolverCatalogue.standard.schemas)
        let problem = try XCTUnwrap(result.problem, DiagnosticRenderer(sources: result.sources).render(result.diagnostics))
        let settings = Settings(schema: ChebyshevSolver.schema)
        let generator = try FamilyGenerator(problem, solver: ChebyshevSolver(settings: settings), settings: settings)
        XCTAssertFalse(generator.isPrepared)
        XCTAssertEqual(generator.layout.entries.map(\.key), ["inputs/k", "inputs/f", "points/u", "outputs/u"])
        var sink = Memory()
        _ = try generator.generate(problem.dataset!.samples, into: &sink)
        for record in sink.records {
            // f is a parabola c0 + c1 s + c2 (2 s² - 1), s = 2x - 1, given at five nodes; -k u'' = f is integrated by hand.
            let (k, f) = (record.values[0], Array(record.values[1...5]))
            let c2 = (f[0] - 2 * f[2] + f[4]) / 4
            let (c0, c1) = (f[2] + c2, (f[4] - f[0]) / 2)
            func second(_ s: Double) -> Double { c0 * s * s / 2 + c1 * s * s * s / 6 + c2 * (s * s * s * s / 6 - s * s / 2) }
            func exact(_ x: Double) -> Double {
                let s = 2 * x - 1
                let (low, high) = (second(-1), second(1))
                return -(second(s) - (low + high) / 2 - (high - low) / 2 * s) / (4 * k)
            }
            for point in 0..<4 {
                // Between five nodes of the data set the answer, of degree four, is interpolated exactly.
                XCTAssertEqual(record.values[10 + point], exact(record.values[6 + point]), accuracy: 1e-12)
            }
        }
    }

    /// -k lap(u) = 1 makes k u the same for all samples; methods with prepared solvers must not solve for one k only.
    func testRandomNumbersReachMethodsMadeForFamilies() throws {
        let text = """
            coordinates: {x: [0, 1], y: [0, 1]}
            inputs: {k: {uniform: [1, 4]}}
            unknowns: u
            equations: ['-k*lap(u) = 1']
            conditions: [{at: [x = 0, x = 1, y = 0, y = 1], require: u = 0}]
            dataset: {from: k, to: u, grid: [9, 9], train: 3}
            """
        let result = ProblemFile.read(text: text, methods: SolverCatalogue.standard.schemas)
        let problem = try XCTUnwrap(result.problem, DiagnosticRenderer(sources: result.sources).render(result.diagnostics))
        let settings = Settings(schema: MultigridSolver.schema)
        let generator = try FamilyGenerator(problem, solver: MultigridSolver(settings: settings), settings: settings)
        XCTAssertFalse(generator.isPrepared)
        let records = try records(generator)
        // The middle of the ninth by ninth grid follows k.
        let products = records.map { $0.values[0] * $0.values[1 + 40] }
        for product in products { XCTAssertEqual(product, products[0], accuracy: 1e-8 * abs(products[0])) }
        XCTAssertGreaterThan(abs(records[0].values[0] - records[1].values[0]), 1e-3)
        // Second order: the difference to half the spacing is there, and small.
        let errors = try generator.discretizationErrors(of: problem.dataset!.samples)
        for error in errors { XCTAssertTrue((1e-5..<0.1).contains(error), "\(error)") }
    }

    /// Data that are the same for all samples beside random ones: solved one by one, and not stored with each sample.
    func testDataBesideRandomInputs() throws {
        func problem(_ from: String) throws -> Problem {
            let text = """
                coordinates: {x: [0, 1], y: [0, 1]}
                inputs: {a: {random-field: '(9 - lap)^(-2)', transform: exp(g)}, f: {random-field: '(9 - lap)^(-2)'}}
                unknowns: u
                equations: ['-div(a*grad(u)) = f']
                conditions: [{at: [x = 0, x = 1, y = 0, y = 1], require: u = 0}]
                dataset: {from: \(from), to: u, grid: [9, 9], train: 1}
                """
            var problem = try XCTUnwrap(ProblemFile.read(text: text, methods: SolverCatalogue.standard.schemas).problem)
            problem.inputs[1].kind = .sampled(path: "", shape: [5, 5], values: Array(repeating: 1, count: 25))
            return problem
        }
        let settings = Settings(schema: MultigridSolver.schema)
        let solver = try MultigridSolver(settings: settings)
        let generator = try FamilyGenerator(problem("a"), solver: solver, settings: settings)
        XCTAssertFalse(generator.isPrepared)
        XCTAssertGreaterThan(try records(generator)[0].values[81 + 40], 0)
        XCTAssertThrowsError(try FamilyGenerator(problem("[a, f]"), solver: solver, settings: settings)) { XCTAssertTrue($0 is SolverError) }
    }

    /// A degree that the file fixes is doubled, so that the error is not zero for want of a second level.
    func testFixedDegreesAreRefined() throws {
        let text = """
            coordinates: {x: [0, 1]}
            inputs: {k: {uniform: [20, 30]}}
            unknowns: u
            equations: ['u_xx = k^2*u']
            conditions: [{at: x = 0, require: u = 1}, {at: x = 1, require: u = 0}]
            dataset: {from: k, to: u, grid: [33], train: 1}
            """
        let result = ProblemFile.read(text: text, methods: SolverCatalogue.standard.schemas)
        let problem = try XCTUnwrap(result.problem, DiagnosticRenderer(sources: result.sources).render(result.diagnostics))
        let settings = Settings(["degree": .integers([8]), "elements": .integers([1])], schema: ChebyshevSolver.schema)
        let generator = try FamilyGenerator(problem, solver: ChebyshevSolver(settings: settings), settings: settings)
        let error = try generator.discretizationErrors(of: problem.dataset!.samples)[0]
        XCTAssertTrue((1e-4..<1).contains(error), "\(error)")
    }

    func testUnknownDifferencesAreNotZero() throws {
        let layout = DatasetLayout(try problem("{from: a, to: u(t=0.5), grid: [4], train: 1}"))
        let input = [0.0, 0, 0, 0]
        XCTAssertEqual(layout.largestDifference(input + [1, 2, .nan, 2], input + [1, 2, .nan, 2]), 0)
        XCTAssertTrue(layout.largestDifference(input + [1, 2, .nan, 2], input + [1, 2, 3, 2]).isNaN)
        XCTAssertTrue(layout.largestDifference(input + [1, 2, 3, 2], input + [1, 2, .nan, 2]).isNaN)
    }

    func testStoppingKeepsWhatIsDone() throws {
        let problem = try problem(small)
        let generator = try generator(problem)
        var sink = Memory()
        let control = RunControl()
        let outcome = try generator.generate(problem.dataset!.samples, into: &sink, control: control) { _ in control.requestStop(.interrupt) }
        XCTAssertEqual(outcome, .interrupted)
        let done = sink.records.count
        XCTAssertTrue((1..<8).contains(done))
        XCTAssertEqual(try generator.generate(Array(problem.dataset!.samples.dropFirst(done)), into: &sink), .converged)
        XCTAssertEqual(sink.records.map(\.values), try records(self.generator(problem)).map(\.values))
    }
}

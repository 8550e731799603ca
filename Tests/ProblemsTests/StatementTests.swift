import Expressions
import Fields
import Foundation
import NumericsCore
import Problems
import XCTest

/// What well-formed files are read as.
final class StatementTests: XCTestCase {
    private func problem(_ text: String, file: StaticString = #filePath, line: UInt = #line) throws -> Problem {
        let result = ProblemFile.read(text: text, methods: Golden.methods)
        let said = DiagnosticRenderer(sources: result.sources).render(result.diagnostics)
        return try XCTUnwrap(result.problem, said, file: file, line: line)
    }

    private func printed(_ expression: Expressions.Expression, _ problem: Problem) -> String {
        expression.printed(SymbolNames(problem))
    }

    func testBurgers() throws {
        let burgers = try problem(
            """
            title: Burgers
            coordinates: {x: [-1, 1], t: [0, 1]}
            parameters: {nu: 0.01/pi}
            unknowns: u
            equations: [u_t + u*u_x = nu*u_xx]
            conditions:
              - {at: t = 0, require: u = -sin(pi*x)}
              - {at: [x = -1, x = 1], require: u = 0}
            expect: {relative-l2: 1e-6}
            solvers: {chebyshev: {tolerance: 1e-10, expect: {max-error: 2e-6}}}
            test: {set: {parameters.nu: 0.1, coordinates.t: [0, 0.5]}, expect: {relative-l2: 1e-3}}
            output: {times: {every: 0.3}}
            """)
        XCTAssertEqual(burgers.title, "Burgers")
        XCTAssertEqual(burgers.timeIndex, 1)
        XCTAssertEqual(burgers.parameters, [])
        XCTAssertEqual(burgers.conditions.map(\.name), ["t = 0", "x = -1", "x = 1"])
        XCTAssertEqual(burgers.conditions[0].place, .instant(0))
        XCTAssertEqual(burgers.conditions[2].place, .side(BoundarySide(coordinate: 0, isUpper: true)))
        XCTAssertEqual(burgers.equations[0].residual.derivative(by: .jet(Jet(component: 0, derivative: MultiIndex([2])))).constantValue, -0.01 / .pi)
        XCTAssertEqual(burgers.expectation?.relativeL2, 1e-6)
        XCTAssertEqual(burgers.solvers[0].expectation?.maximumError, 2e-6)
        XCTAssertEqual(burgers.test?.overrides, ["parameters.nu=0.1", "coordinates.t=[0, 0.5]"])
        XCTAssertEqual(burgers.test?.expectation?.relativeL2, 1e-3)
        // The end of the range is an output time although 0.3 does not divide it.
        XCTAssertEqual(burgers.output.times.map { ($0 * 10).rounded() / 10 }, [0, 0.3, 0.6, 0.9, 1])
    }

    private func highDimensional(_ dimension: Int, grid: [Int]) -> String {
        let ranges = (1...dimension).map { "x\($0): [0, 1]" }.joined(separator: ", ")
        return """
            coordinates: {\(ranges)}
            unknowns: u
            equations: [-lap(u) = 1]
            conditions: [{at: boundary, require: u = 0}]
            output: {grid: \(grid)}
            """
    }

    func testTenSpaceCoordinatesWrittenInASlice() throws {
        let read = try problem(highDimensional(10, grid: [1, 1, 9, 1, 1, 1, 5, 1, 1, 1]))
        XCTAssertEqual(read.coordinates.count, 10)
        XCTAssertEqual(read.conditions.count, 20)
        XCTAssertEqual(read.equations[0].residual.symbols.count(where: \.isJet), 10)
        XCTAssertEqual(read.output.grid, [1, 1, 9, 1, 1, 1, 5, 1, 1, 1])
    }

    func testElevenSpaceCoordinatesOrASliceOfFourAreRefused() {
        for (text, words) in [
            (highDimensional(11, grid: Array(repeating: 1, count: 11)), "at most 10 of space and one of time"),
            (highDimensional(5, grid: [2, 2, 2, 2, 1]), "all but at most three axes"),
        ] {
            let result = ProblemFile.read(text: text, methods: Golden.methods)
            XCTAssertNil(result.problem)
            XCTAssertTrue(DiagnosticRenderer(sources: result.sources).render(result.diagnostics).contains(words), words)
        }
    }

    func testVectorsSplitIntoComponents() throws {
        let cavity = try problem(
            """
            coordinates: {x: [0, 1], y: [0, 1]}
            unknowns: {v: vector, p: scalar}
            equations:
              momentum: advect(v, v) = -grad(p) + lap(v)
              continuity: div(v) = 0
            conditions:
              - {at: boundary, require: 'v = [x, 0]'}
              - {gauge: mean(p) = 0}
            output: {fields: [curl(v), v], probes: [{integral: p^2}, {at: [0.5, y]}], grid: [5, 7]}
            """)
        XCTAssertEqual(cavity.equations.map(\.name), ["momentum.x", "momentum.y", "continuity"])
        XCTAssertEqual(cavity.conditions.count, 8)
        XCTAssertEqual(cavity.gauges.count, 1)
        XCTAssertEqual(cavity.functionals.count, 1)
        XCTAssertEqual(cavity.output.fields.map(\.name), ["curl(v)", "v"])
        XCTAssertEqual(cavity.output.fields.map(\.isVector), [false, true])
        XCTAssertEqual(cavity.output.grid, [5, 7])
        guard case .at(let place) = cavity.output.probes[1].kind else { return XCTFail("no point probe") }
        XCTAssertEqual(place.map { $0?.constantValue }, [0.5, nil])
    }

    func testParametersAreInlinedUnlessTheyVary() throws {
        let family = try problem(
            """
            coordinates: {x: [0, L]}
            parameters:
              L: 2
              flux: scale*x^2
              scale: {value: 3, range: [1, 5]}
              k: {estimate: true, start: 0.5}
            unknowns: u
            equations: ['-k*u_xx = flux']
            conditions: [{at: [x = 0, x = L], require: u = 0}]
            """)
        XCTAssertEqual(family.parameters.map(\.name), ["scale", "k"])
        XCTAssertEqual(family.parameters.map(\.value), [3, 0.5])
        XCTAssertEqual(family.parameters[0].range, 1...5)
        XCTAssertEqual(family.parameters.map(\.isEstimated), [false, true])
        XCTAssertEqual(family.coordinates[0].upper, 2)
        XCTAssertEqual(family.equations[0].residual.symbols.filter { if case .parameter = $0 { true } else { false } }.count, 2)
    }

    func testBoundaryPartsBecomePiecesOfSides() throws {
        let parts = try problem(
            """
            coordinates: {x: [0, 1], y: [0, 1]}
            boundary: {lid: {on: 'box([0, 1], [0.5, 1])'}, walls: rest}
            unknowns: u
            equations: ['-lap(u) = 1']
            conditions:
              - {at: lid, require: u = 1}
              - {at: walls, require: dn(u) = 0}
            """)
        let lid = parts.conditions.filter { $0.name.hasPrefix("lid") }
        XCTAssertEqual(lid.count, 1)
        XCTAssertEqual(lid[0].place, .side(BoundarySide(coordinate: 1, isUpper: true)))
        let inside = lid[0].extent?.value { $0 == .coordinate(0) ? 0.25 : nil }
        let outside = lid[0].extent?.value { $0 == .coordinate(0) ? 0.75 : nil }
        XCTAssertEqual([inside, outside], [true, false])
        XCTAssertEqual(parts.conditions.count { $0.name.hasPrefix("walls") && $0.extent == nil }, 3)
    }

    func testExactStandsForTheUnknownOnTheLeft() throws {
        let known = try problem(
            """
            coordinates: {x: [0, 1]}
            unknowns: u
            equations: ['u_xx = exact_xx']
            conditions: [{at: boundary, require: u = exact}]
            exact: {u: x^3}
            """)
        XCTAssertEqual(printed(known.exact[0] ?? 0, known), "x^3")
        XCTAssertEqual(known.conditions[1].residual.value { $0 == .jet(Jet(component: 0)) ? 1 : $0 == .coordinate(0) ? 1 : nil }, 0)
    }

    func testDataFromFiles() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("ansatz-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let values = Tensor<Double>([0, 0.5, 0.5, 0])
        let bytes = NumpyArray(values).encoded()
        try Data(bytes).write(to: folder.appendingPathComponent("start.npy"))
        let text = """
            coordinates: {x: [0, 1], t: [0, 1]}
            unknowns: u
            equations: [u_t = u_xx]
            conditions:
              - {at: t = 0, require: u = file(start.npy)}
              - {at: boundary, require: u = 0}
            """
        let result = ProblemFile.read(text: text, fileName: folder.path + "/p.yaml")
        let problem = try XCTUnwrap(result.problem, "\(result.diagnostics.map(\.message))")
        guard case .sampled(_, let shape, let read)? = problem.inputs.first?.kind else { return XCTFail("no data") }
        XCTAssertEqual(shape, [4])
        XCTAssertEqual(read, [0, 0.5, 0.5, 0])
        try Data([1, 2, 3]).write(to: folder.appendingPathComponent("start.npy"))
        let broken = ProblemFile.read(text: text, fileName: folder.path + "/p.yaml")
        XCTAssertEqual(broken.diagnostics.map(\.code), ["E226"])
        XCTAssertEqual(broken.exitCode, 66)
    }

    func testSectionsOfLaterMethodsAreKept() throws {
        let family = try problem(
            """
            coordinates: {x: {from: 0, to: 1, periodic: true}, t: [0, 1]}
            unknowns: u
            equations: [u_t + u*u_x = 0.01*u_xx]
            conditions: [{at: t = 0, require: u = a}]
            inputs: {a: {random-field: '625^2*(-lap + 25)^(-4)', mean: zero, sensors: 100}}
            dataset: {from: a, to: u(t=1), grid: [128], train: 1000, validation: 100, test: 200, seed: 7}
            solvers: {deeponet: {branch: [128, 128]}}
            """)
        XCTAssertEqual(family.inputs.map(\.name), ["a"])
        XCTAssertEqual(family.inputs[0].sensors, 100)
        guard case .family(let input) = family.inputs[0].kind, case .spectral(let law) = input.law else { return XCTFail("no law") }
        XCTAssertEqual(law.boundaries, [.periodic])
        XCTAssertEqual(law.wavenumbers, [63])
        XCTAssertFalse(law.keepsConstant)
        let dataset = try XCTUnwrap(family.dataset)
        XCTAssertEqual(dataset.from, [DatasetField(name: "a", quantity: .input(0))])
        XCTAssertEqual(dataset.to, [DatasetField(name: "u", quantity: .unknown(0, times: [1]))])
        XCTAssertEqual(dataset.grid, [128])
        XCTAssertEqual(dataset.sampleCount, 1300)
        XCTAssertEqual(dataset.seed, 7)
        let shaped = try problem(
            """
            coordinates: {x: [-1, 1], y: [-1, 1]}
            shape: box([-1,-1], [1,1]) - box([0,-1], [1,0])
            unknowns: u
            equations: ['-lap(u) = 0']
            conditions: [{at: boundary, require: u = exact}]
            exact: {u: '(x^2+y^2)^(1/3) * sin(2/3*angle(x,y))'}
            """)
        XCTAssertEqual(shaped.shape?.text, "box([-1,-1], [1,1]) - box([0,-1], [1,0])")
        XCTAssertEqual(shaped.conditions.map(\.place), [.part("boundary")])
    }

    func testAMisspeltKeyHidesItsConsequences() {
        let text = """
            coordinates: {x: [0, 1]}
            paramters: {nu: 1}
            unknowns: u
            equations: ['nu*u_xx = 1', 'u_x = (']
            conditions: [{at: boundary, require: u = 0}]
            """
        // The unknown name 'nu' follows from the misspelt section; the open bracket does not.
        XCTAssertEqual(ProblemFile.read(text: text).diagnostics.map(\.code), ["E101", "E201"])
    }
}

import Foundation
import Problems
import XCTest

final class OverlayTests: XCTestCase {
    private let burgers = """
        coordinates:
          x: [-1, 1]
          t: [0, 1]
        parameters: {nu: 0.1}
        unknowns: u
        equations:
          - u_t + u*u_x = nu*u_xx
        conditions:
          - {at: t = 0, require: u = -sin(pi*x)}
          - {at: [x = -1, x = 1], require: u = 0}
        solvers:
          chebyshev: {tolerance: 1e-6}
        """

    private func inFolder(_ files: [String: String], _ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("ansatz-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        for (name, text) in files {
            try text.write(to: folder.appendingPathComponent(name), atomically: true, encoding: .utf8)
        }
        try body(folder.path)
    }

    func testOverlayMergesMapsReplacesListsAndDropsSections() throws {
        let overlay = """
            extends: base.yaml
            remove: [conditions, solvers.chebyshev]
            coordinates:
              x: {from: 0, to: 2, periodic: true}
            conditions:
              - {at: t = 0, require: u = sin(pi*x)}
            solvers:
              fourier: {tolerance: 1e-5}
            """
        try inFolder(["base.yaml": burgers, "overlay.yaml": overlay]) { folder in
            let result = ProblemFile.read(path: folder + "/overlay.yaml", methods: Golden.methods)
            XCTAssertEqual(result.diagnostics, [])
            let problem = try XCTUnwrap(result.problem)
            XCTAssertEqual(problem.name, "overlay")
            XCTAssertTrue(problem.coordinates[0].isPeriodic)
            XCTAssertEqual(problem.coordinates[0].upper, 2)
            XCTAssertEqual(problem.coordinates[1].name, "t")
            XCTAssertEqual(problem.conditions.count, 1)
            XCTAssertEqual(problem.solvers.map(\.method), ["fourier"])
        }
    }

    func testMistakesPointIntoTheirOwnFile() throws {
        let overlay = "extends: base.yaml\nparameters: {mu: 3}\n"
        let base = burgers.replacingOccurrences(of: "nu*u_xx", with: "velocity*u_xx")
        try inFolder(["base.yaml": base, "overlay.yaml": overlay]) { folder in
            let result = ProblemFile.read(path: folder + "/overlay.yaml")
            let places = result.diagnostics.map { ($0.code, $0.origin?.file ?? "", $0.origin?.line ?? 0) }
            XCTAssertTrue(places.contains { $0 == ("E202", folder + "/base.yaml", 7) })
            XCTAssertTrue(places.contains { $0 == ("E223", folder + "/overlay.yaml", 2) })
            XCTAssertTrue(places.contains { $0 == ("E223", folder + "/base.yaml", 4) })
        }
    }

    func testOverridesGoThroughTheSameChecks() {
        func read(_ overrides: [String]) -> ProblemFileResult {
            ProblemFile.read(text: burgers, fileName: "b.yaml", overrides: overrides, methods: Golden.methods)
        }
        let result = read(["parameters.nu=0.01/pi", "coordinates.t=[0, 2]", "coordinates.x.to=1", "solvers.chebyshev.degree=20"])
        XCTAssertEqual(result.diagnostics, [])
        XCTAssertEqual(result.problem?.coordinates[1].upper, 2)
        guard case .scalar(let degree, let origin)? = result.problem?.solvers[0].settings["degree"] else { return XCTFail("no degree") }
        XCTAssertEqual(degree, "20")
        XCTAssertEqual(origin?.file, "--set #4")

        let wrong = read(["solvers.chebyshev.degree=2000"]).diagnostics
        XCTAssertEqual(wrong.map(\.code), ["E106"])
        XCTAssertEqual(wrong[0].origin, SourceOrigin(file: "--set #1", line: 1, column: 26, length: 4))
        XCTAssertEqual(read(["solvers.chebyshev.tolerence=1"]).diagnostics.map(\.code), ["E108"])
        XCTAssertEqual(read(["equations=[u_t = ]"]).diagnostics.map(\.code), ["E201"])
        XCTAssertEqual(read(["title="]).diagnostics.map(\.code), ["E103"])
        XCTAssertEqual(read(["=3"]).diagnostics.map(\.code), ["E013"])
        XCTAssertEqual(read(["title=[a"]).diagnostics.map(\.code), ["E001"])
    }

    func testSuggestionsNameTheFullPath() {
        func label(_ override: String) -> String? {
            ProblemFile.read(text: burgers, overrides: [override], methods: Golden.methods).diagnostics.first?.primary?.text
        }
        XCTAssertEqual(label("nu=1"), "did you mean 'parameters.nu'?")
        XCTAssertEqual(label("tolerance=1"), "did you mean 'solvers.chebyshev.tolerance'?")
        XCTAssertEqual(label("solver.chebyshev.degree=3"), "did you mean 'solvers.chebyshev.degree'?")
        XCTAssertEqual(label("parameters.nuu=3"), "did you mean 'parameters.nu'?")
    }

    func testResolvedTextReadsBackAndNamesOrigins() throws {
        let first = ProblemFile.read(text: burgers, overrides: ["parameters.nu=0.2"], methods: Golden.methods)
        XCTAssertTrue(first.resolvedText.contains("# --set #1"))
        XCTAssertTrue(first.resolvedText.contains("degree: 16"))
        XCTAssertTrue(first.resolvedText.contains("# default"))
        let second = ProblemFile.read(text: first.resolvedText, methods: Golden.methods)
        XCTAssertEqual(second.diagnostics, [])
        XCTAssertEqual(first.problem?.equations.map(\.residual), second.problem?.equations.map(\.residual))
        XCTAssertEqual(first.problem?.conditions.map(\.residual), second.problem?.conditions.map(\.residual))
    }

    func testKnownMethodsOutsideTheBuildAreKept() throws {
        let text = burgers + "\n  pinn: {network: perceptron, hidden: [12, 12]}\n"
        let problem = try XCTUnwrap(ProblemFile.read(text: text, methods: Golden.methods).problem)
        XCTAssertEqual(problem.solvers.map(\.method), ["chebyshev", "pinn"])
        XCTAssertEqual(problem.solvers.map(\.isAvailable), [true, false])
        XCTAssertNotNil(problem.solvers[1].settings["hidden"])
    }
}

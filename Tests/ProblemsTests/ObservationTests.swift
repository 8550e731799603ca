import Foundation
import Problems
import XCTest

/// Tables of measurements and what problem files say of them.
final class ObservationTests: XCTestCase {
    private func read(_ table: String, observation: String = "file: points.csv, field: u", unknowns: String = "u") throws -> ProblemFileResult {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try Data(table.utf8).write(to: folder.appendingPathComponent("points.csv"))
        let text = """
            coordinates: {x: [0, 1], y: [0, 2]}
            parameters: {k: {estimate: true, start: 2, range: [1, 3]}}
            unknowns: {\(unknowns): \(unknowns == "u" ? "scalar" : "vector")}
            equations: ['-lap(\(unknowns)) = \(unknowns == "u" ? "k" : "[k, k]")']
            conditions: [{at: boundary, require: '\(unknowns == "u" ? "u = 0" : "v = [0, 0]")'}]
            exact: {k: 2.5}
            observations: [{\(observation)}]
            """
        let file = folder.appendingPathComponent("problem.yaml")
        try Data(text.utf8).write(to: file)
        return ProblemFile.read(path: file.path)
    }

    func testColumnsAreFoundByName() throws {
        let table = "# made by hand\n\"y\", u ,other,x\r\n1.5,3,0,0.25\n\n2,-4,0,1\n"
        let problem = try XCTUnwrap(try read(table, observation: "file: points.csv, field: u, noise: 10%").problem)
        let set = try XCTUnwrap(problem.observations.first)
        XCTAssertEqual(set.points.elements, [0.25, 1, 1.5, 2])
        XCTAssertEqual(set.values.elements, [3, -4])
        XCTAssertEqual(try XCTUnwrap(set.deviation), 0.1 * 12.5.squareRoot(), accuracy: 1e-15)
        XCTAssertEqual(problem.parameters[0].exact, 2.5)
        XCTAssertEqual(problem.atExactParameters?.parameters[0].value, 2.5)
        XCTAssertEqual(problem.atExactParameters?.parameters[0].isEstimated, false)
    }

    func testComponentsOfAVectorHaveColumns() throws {
        let problem = try XCTUnwrap(try read("x,y,v.x,v.y\n0,0,1,2\n1,1,3,4\n", observation: "file: points.csv, field: v", unknowns: "v").problem)
        XCTAssertEqual(problem.observations[0].values.elements, [1, 3, 2, 4])
        XCTAssertNil(problem.observations[0].deviation)
    }

    func testMistakesInTheTableAreSaid() throws {
        let mistakes = [
            "x,u\n0,1\n": "it has no column 'y', only x, u", "x,y,u\n0,1\n": "line 2: 2 values under 3 columns",
            "x,y,u\n0,1,nan\n": "line 2: 'nan' in the column 'u' is not a finite number", "x,y,u\n": "it holds no numbers",
            "x,y,u\n0.5,2.5,1\n": "its point 1 has y = 2.5, outside [0, 2]",
        ]
        for (table, words) in mistakes {
            let result = try read(table)
            XCTAssertTrue(result.diagnostics.contains { $0.message.contains(words) }, "\(words): \(result.diagnostics.map(\.message))")
            XCTAssertEqual(result.exitCode, 66)
        }
    }

    func testNoiseIsPositive() throws {
        let result = try read("x,y,u\n0,0,1\n", observation: "file: points.csv, field: u, noise: -1%")
        XCTAssertEqual(result.diagnostics.map(\.code), ["E106"])
    }

    /// A coefficient needs no equation, and conditions are counted without it.
    func testACoefficientHasNoEquation() throws {
        let text = """
            coordinates: {x: [0, 1]}
            unknowns: {u: scalar, a: scalar}
            equations: ['-a*u_xx - a_x*u_x = 1']
            conditions: [{at: [x = 0, x = 1], require: u = 0}, {at: x = 0, require: a = 1}]
            """
        XCTAssertEqual(ProblemFile.read(text: text).diagnostics.map(\.code), ["E303"])
        let result = ProblemFile.read(text: text.replacingOccurrences(of: "a: scalar", with: "a: coefficient"))
        XCTAssertEqual(result.diagnostics.map(\.message), [])
        XCTAssertEqual(result.problem?.inverseObjection, "the coefficient 'a' is to be estimated")
        let missing = text.replacingOccurrences(of: "a: scalar", with: "a: coefficient").replacingOccurrences(of: "[x = 0, x = 1]", with: "x = 0")
        XCTAssertEqual(ProblemFile.read(text: missing).diagnostics.map(\.code), ["E301"])
    }

    func testAnInputNeedsARange() throws {
        let text = """
            coordinates: {x: [0, 1]}
            parameters: {k: {value: 1, input: true}}
            unknowns: u
            equations: ['-u_xx = k']
            conditions: [{at: [x = 0, x = 1], require: u = 0}]
            """
        XCTAssertEqual(ProblemFile.read(text: text).diagnostics.map(\.code), ["E102"])
        let problem = try XCTUnwrap(ProblemFile.read(text: text.replacingOccurrences(of: "value: 1", with: "range: [1, 4]")).problem)
        XCTAssertEqual(problem.parameters[0].value, 2)
        XCTAssertTrue(problem.parameters[0].isInput)
    }
}

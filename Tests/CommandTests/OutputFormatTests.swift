import Foundation
import XCTest

/// `output.vtk` and `output.grid` decide what ParaView gets.
final class OutputFormatTests: XCTestCase {
    private func fieldFiles(_ output: String) throws -> [String] {
        let folder = try TemporaryFolder()
        let text = """
            coordinates: {x: [0, 1], y: [0, 1]}
            unknowns: u
            equations: [-lap(u) = 1]
            conditions: [{at: boundary, require: u = 0}]
            solvers: {chebyshev: {tolerance: 1e-3}}
            output: \(output)

            """
        let file = try folder.write(text, as: "membrane.yaml")
        let run = try CommandRun(["solve", file, "-o", "run"], in: folder.url)
        XCTAssertEqual(run.status, 0, run.errors)
        return (try? FileManager.default.contentsOfDirectory(atPath: folder.url.path + "/run/fields")) ?? []
    }

    func testTheFileTypeIsTheOneAskedFor() throws {
        XCTAssertEqual(try fieldFiles("{}"), ["solution_000000.vtr"])
        XCTAssertEqual(try fieldFiles("{vtk: vti}"), ["solution_000000.vti"])
        XCTAssertEqual(try fieldFiles("{vtk: vtu}"), ["solution_000000.vtu"])
        XCTAssertEqual(try fieldFiles("{vtk: none}"), [])
        XCTAssertEqual(try fieldFiles("{grid: [9, 9]}"), ["solution_000000.vti"])
        XCTAssertEqual(try fieldFiles("{grid: [9, 9], vtk: vtr}"), ["solution_000000.vtr"])
    }
}

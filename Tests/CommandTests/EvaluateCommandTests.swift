import FieldFiles
import Fields
import Foundation
import NumericsCore
import XCTest

/// `ansatz evaluate` as a process: learned runs from their weights, others from their grids, and what is refused.
final class EvaluateCommandTests: XCTestCase {
    private static let poisson = """
        coordinates: {x: [0, 1], y: [0, 2]}
        unknowns: u
        equations: ['-lap(u) = 5*pi^2/4*sin(pi*x)*sin(pi*y/2)']
        conditions: [{at: boundary, require: u = 0}]
        exact: {u: sin(pi*x)*sin(pi*y/2)}
        solvers: {features: {features: 250, bandwidth: 4, error-estimate: false}, chebyshev: {}}

        """
    private static let heat = HeatProblem.text()

    private func solved(_ text: String, _ method: String) throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        let file = try folder.write(text, as: "problem.yaml")
        let run = try CommandRun(["solve", file, "-m", method, "-o", "run", "--no-plots"], in: folder.url)
        XCTAssertTrue([0, 2].contains(run.status), run.errors)
        return folder
    }

    private func table(_ run: CommandRun) throws -> [String: [Double]] {
        XCTAssertEqual(run.status, 0, run.errors)
        let table = try CommaSeparatedTable(decoding: Array(run.output.utf8))
        return Dictionary(uniqueKeysWithValues: table.columns.map { ($0.name, $0.values) })
    }

    func testALearnedRunIsEvaluatedExactly() throws {
        let folder = try solved(Self.poisson, "features")
        _ = try folder.write("y,x,id\n0.5,0.25,7\n1.9,0.125,8\n0,0,9\n", as: "points.csv")
        let found = try table(CommandRun(
            ["evaluate", "run", "--at", "points.csv", "--derivative", "u_x", "--formula", "u^2 + u_yy", "--residual"], in: folder.url))
        XCTAssertEqual(found["id"], [7, 8, 9])
        for (index, point) in [(0.25, 0.5), (0.125, 1.9), (0, 0)].enumerated() {
            let (x, y) = point
            let u = sin(.pi * x) * sin(.pi * y / 2)
            // The fit is good to some 1e-11; a derivative loses a factor of the wave number each time.
            XCTAssertEqual(try XCTUnwrap(found["u"])[index], u, accuracy: 1e-8)
            XCTAssertEqual(try XCTUnwrap(found["u_x"])[index], .pi * cos(.pi * x) * sin(.pi * y / 2), accuracy: 1e-7)
            XCTAssertEqual(try XCTUnwrap(found["u^2 + u_yy"])[index], u * u - .pi * .pi / 4 * u, accuracy: 1e-6)
            XCTAssertEqual(try XCTUnwrap(found["residual"])[index], 0, accuracy: 1e-5)
        }
        // The run's own grid gives the run's own values, bit for bit.
        let stored = try SnapshotArchive.read(path: folder.url.path + "/run/solution.npz")
        let shape = try XCTUnwrap(stored[0].field(named: "u")).grid.shape
        let again = try CommandRun(["evaluate", "run", "--at", "\(shape[0])x\(shape[1])", "--residual", "-o", "again.npz"], in: folder.url)
        XCTAssertEqual(again.status, 0, again.errors)
        let evaluated = try SnapshotArchive.read(path: folder.url.path + "/again.npz")
        for name in ["u", "residual"] {
            XCTAssertEqual(evaluated[0].field(named: name)?.values, stored[0].field(named: name)?.values, name)
        }
    }

    /// Coefficients in time are stored at the output times; between them the equation is integrated.
    func testAFrozenBasisIsEvaluatedExactly() throws {
        let folder = try solved(Self.heat, "frozen")
        let run = try CommandRun(["evaluate", "run", "--at", "grid:x=0..1:7,t=0.0123", "--derivative", "u_t", "--residual"], in: folder.url)
        let found = try table(run)
        XCTAssertTrue(run.errors.contains("the trial function of frozen, from weights.safetensors"), run.errors)
        for (index, x) in (found["x"] ?? []).enumerated() {
            let u = exp(-.pi * .pi * 0.0123) * sin(.pi * x)
            XCTAssertEqual(try XCTUnwrap(found["u"])[index], u, accuracy: 1e-10)
            // Second derivatives lose a few digits of the tolerance.
            XCTAssertEqual(try XCTUnwrap(found["u_t"])[index], -.pi * .pi * u, accuracy: 1e-6)
            XCTAssertEqual(try XCTUnwrap(found["residual"])[index], 0, accuracy: 1e-6)
        }
        XCTAssertEqual(found["x"]?.count, 7)
    }

    func testAGridRunIsInterpolated() throws {
        let folder = try solved(Self.heat, "chebyshev")
        let run = try CommandRun(["evaluate", "run", "--at", "grid:x=0..1:5,t=0.0123"], in: folder.url)
        let found = try table(run)
        XCTAssertTrue(run.errors.contains("x: polynomials of the elements"), run.errors)
        XCTAssertTrue(run.errors.contains("between output times by polynomials of degree 7"), run.errors)
        for (x, u) in zip(found["x"] ?? [], found["u"] ?? []) {
            // Degree 7 over steps of 0.01: 0.1^8 of the rate pi^2, over 8!.
            XCTAssertEqual(u, exp(-.pi * .pi * 0.0123) * sin(.pi * x), accuracy: 1e-8)
        }
        // Nothing said of time: the output times.
        let all = try table(CommandRun(["evaluate", "run", "--at", "3"], in: folder.url))
        XCTAssertEqual(all["t"]?.count, 33)
        let piped = try table(CommandRun(["evaluate", "run", "--at", "-"], in: folder.url, input: "t,x\n0.05,0.5\n0.1,0.5\n"))
        XCTAssertEqual(try XCTUnwrap(piped["u"])[1], exp(-.pi * .pi * 0.1), accuracy: 1e-9)
        let slopes = try table(CommandRun(
            ["evaluate", "run", "--at", "grid:x=0..1:5,t=0.05", "--derivative", "u_t", "--derivative", "u_x", "--residual"], in: folder.url))
        for (index, x) in (slopes["x"] ?? []).enumerated() {
            let size = exp(-.pi * .pi * 0.05)
            // Degree 7 in time again, and its derivative loses a factor of some tens.
            XCTAssertEqual(try XCTUnwrap(slopes["u_t"])[index], -.pi * .pi * size * sin(.pi * x), accuracy: 1e-6)
            XCTAssertEqual(try XCTUnwrap(slopes["u_x"])[index], .pi * size * cos(.pi * x), accuracy: 1e-7)
            XCTAssertEqual(try XCTUnwrap(slopes["residual"])[index], 0, accuracy: 1e-5)
        }
    }

    func testFilesByTheirEnding() throws {
        let folder = try solved(Self.poisson, "chebyshev")
        _ = try folder.write("x,y\n0.5,1\n0.1,0.1\n", as: "points.csv")
        for (place, name) in [("5x4", "grid.vti"), ("5x4", "grid.vtr"), ("grid:x=0.5,y=:7", "line.vtu"), ("points.csv", "points.vtu"), ("points.csv", "points.npz"), ("5x4", "new/grid.csv")] {
            let run = try CommandRun(["evaluate", "run", "--at", place, "-o", name], in: folder.url)
            XCTAssertEqual(run.status, 0, run.errors)
            XCTAssertEqual(run.output, "")
            XCTAssertTrue(FileManager.default.fileExists(atPath: folder.url.path + "/" + name), name)
        }
        let points = try NumpyArchive(path: folder.url.path + "/points.npz")
        XCTAssertEqual(try points.array("u").values[0], 1, accuracy: 1e-8)
        for (place, name, words) in [("5x4", "grid.vts", ".csv, .npz, .vti, .vtr, .vtu"), ("points.csv", "points.vti", "scattered points are written as .vtu")] {
            let run = try CommandRun(["evaluate", "run", "--at", place, "-o", name], in: folder.url)
            XCTAssertEqual(run.status, 64)
            XCTAssertTrue(run.errors.contains(words), run.errors)
        }
    }

    func testRefusals() throws {
        let folder = try solved(Self.heat, "chebyshev")
        func refused(_ points: String, _ status: Int32, _ words: String, _ options: [String] = [], line: UInt = #line) throws {
            _ = try folder.write(points, as: "points.csv")
            let run = try CommandRun(["evaluate", "run", "--at", "points.csv"] + options, in: folder.url)
            XCTAssertEqual(run.status, status, run.errors, line: line)
            XCTAssertTrue(run.errors.contains(words), run.errors, line: line)
            XCTAssertEqual(run.output, "", line: line)
        }
        try refused("", 66, "it is empty")
        try refused("x,t\n", 66, "has a header and no points")
        try refused("x\n0.5\n", 64, "points.csv has no column 't'; its header must name every coordinate")
        try refused("x,t\n0.5,0.1\n0.5,a\n", 66, "points.csv:3: 'a' in the column 't' is not a finite number")
        try refused("x,t\n0.5,0.1\n1.5,0.1\n", 64, "points.csv:3: the point (x = 1.5, t = 0.1) lies outside the domain: x runs from 0.0 to 1.0")
        try refused("x,t\n0.5,0.2\n", 64, "t runs from 0.0 to 0.1")
        try refused("x,t,u\n0.5,0.1,1\n", 64, "the column 'u' of points.csv has the name of a result")
        try refused("x,t\n0.5,0.1\n", 64, "--formula 'w'", ["--formula", "w"])
        func misplaced(_ place: String, _ words: String, line: UInt = #line) throws {
            let run = try CommandRun(["evaluate", "run", "--at", place], in: folder.url)
            XCTAssertEqual(run.status, 64, run.errors, line: line)
            XCTAssertTrue(run.errors.contains(words), run.errors, line: line)
        }
        try misplaced("nonsense", "'nonsense' is neither a file of points nor a grid")
        try misplaced("4x4", "one count is needed for each of x")
        try misplaced("grid:t=0.1", "the grid says nothing of x; give x=value or x=from..to:count")
        try misplaced("grid:x=0..1", "a range needs one count")
        try misplaced("grid:x=1..0:5", "the range is empty")
        try misplaced("grid:x=0..2:5,t=0.1", "lies outside the domain")
        try misplaced("grid:z=0", "the coordinates are x, t")
        let nowhere = try CommandRun(["evaluate", "nowhere", "--at", "3"], in: folder.url)
        XCTAssertEqual(nowhere.status, 66, nowhere.errors)
        _ = try folder.write("x,t\n0.5,0.1\n1.5,0.1\n", as: "points.csv")
        let allowed = try CommandRun(["evaluate", "run", "--at", "points.csv", "--outside", "nan"], in: folder.url)
        XCTAssertEqual(allowed.status, 0, allowed.errors)
        XCTAssertTrue(allowed.output.hasSuffix("1.5,0.1,nan\n"), allowed.output)
        XCTAssertTrue(allowed.errors.contains("1 points lie outside"), allowed.errors)
    }

    func testShapesAndDamagedWeights() throws {
        let disk = """
            coordinates: {x: [-1, 1], y: [-1, 1]}
            shape: disk([0, 0], 1)
            unknowns: u
            equations: ['-lap(u) = 4']
            conditions: [{at: boundary, require: u = 0}]
            solvers: {features: {features: 150, bandwidth: 3, error-estimate: false}}

            """
        let folder = try solved(disk, "features")
        let grid = try CommandRun(["evaluate", "run", "--at", "5x5", "--residual", "-o", "grid.npz"], in: folder.url)
        XCTAssertEqual(grid.status, 0, grid.errors)
        let written = try SnapshotArchive.read(path: folder.url.path + "/grid.npz")[0]
        for name in ["u", "residual"] { XCTAssertEqual(written.field(named: name)?.values.elements.count { $0.isNaN }, 12, name) }
        XCTAssertEqual(try XCTUnwrap(written.field(named: "u")).values.elements[12], 1, accuracy: 1e-6)
        _ = try folder.write("x,y\n0.9,0.9\n", as: "points.csv")
        let outside = try CommandRun(["evaluate", "run", "--at", "points.csv"], in: folder.url)
        XCTAssertEqual(outside.status, 64)
        XCTAssertTrue(outside.errors.contains("points.csv:2: the point (x = 0.9, y = 0.9) lies outside the shape"), outside.errors)
        let weights = folder.url.appendingPathComponent("run/weights.safetensors")
        let sound = try Data(contentsOf: weights)
        var changed = sound
        changed[sound.count - 3] ^= 1
        for (bytes, words) in [(changed, "its checksum is wrong"), (sound.dropLast(9), "is cut off")] {
            try Data(bytes).write(to: weights)
            let run = try CommandRun(["evaluate", "run", "--at", "5x5"], in: folder.url)
            XCTAssertEqual(run.status, 66, run.errors)
            XCTAssertTrue(run.errors.contains(words), run.errors)
        }
    }
}

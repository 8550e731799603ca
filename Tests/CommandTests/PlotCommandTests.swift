import Foundation
import XCTest

/// `ansatz plot` as a process: what it writes and prints, and how it refuses.
final class PlotCommandTests: XCTestCase {
    private static let heat = HeatProblem.text(title: "Heat & 'friends' <in a rod>", tolerance: "1e-6", every: "0.02")

    /// A folder with a run of the heat equation in `run`.
    static func solvedFolder(_ arguments: [String] = []) throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        let file = try folder.write(heat, as: "heat.yaml")
        let run = try CommandRun(["solve", file, "-o", "run"] + arguments, in: folder.url)
        XCTAssertEqual(run.status, 0, run.errors)
        return folder
    }

    private func bytes(_ folder: TemporaryFolder, _ name: String) throws -> Data {
        try Data(contentsOf: folder.url.appendingPathComponent(name))
    }

    func testASolveLeavesItsPictures() throws {
        let folder = try Self.solvedFolder(["--json"])
        for name in ["u", "u_curves", "u_error"] {
            XCTAssertEqual(try bytes(folder, "run/plots/\(name).png").prefix(4), Data([0x89, 0x50, 0x4E, 0x47]))
        }
        let result = try JSONSerialization.jsonObject(with: bytes(folder, "run/result.json")) as? [String: Any]
        XCTAssertTrue((result?["files"] as? [String] ?? []).contains("plots/u_error.png"))
        let manifest = try JSONSerialization.jsonObject(with: bytes(folder, "run/run.json")) as? [String: Any]
        let outputs = (manifest?["outputs"] as? [[String: Any]] ?? []).compactMap { $0["path"] as? String }
        XCTAssertTrue(outputs.contains("plots/u.png"))
    }

    func testPicturesCanBeLeftOut() throws {
        let folder = try Self.solvedFolder(["--no-plots"])
        XCTAssertFalse(FileManager.default.fileExists(atPath: folder.url.path + "/run/plots"))
    }

    func testAPictureThatCannotBeWrittenIsAWarning() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write(Self.heat, as: "heat.yaml")
        try FileManager.default.createDirectory(atPath: folder.url.path + "/run", withIntermediateDirectories: true)
        // A file where the folder should be; `--resume=auto` takes a folder that holds something.
        _ = try folder.write("", as: "run/plots")
        let run = try CommandRun(["solve", file, "-o", "run", "--resume=auto"], in: folder.url)
        XCTAssertEqual(run.status, 0, run.errors)
        XCTAssertTrue(run.errors.contains("warning: no pictures:"), run.errors)
        XCTAssertTrue(FileManager.default.fileExists(atPath: folder.url.path + "/run/solution.npz"))
    }

    func testFormatsAndPlaces() throws {
        let folder = try Self.solvedFolder(["--no-plots"])
        let all = try CommandRun(["plot", "run"], in: folder.url)
        XCTAssertEqual(all.status, 0, all.errors)
        XCTAssertEqual(all.output, "run/plots/u.png\nrun/plots/u_curves.png\nrun/plots/u_error.png\n")
        XCTAssertEqual(all.errors, "")
        let svg = try CommandRun(["plot", "run", "--field", "u", "--kind", "curves", "--time", "0.04", "-o", "one.svg"], in: folder.url)
        XCTAssertEqual(svg.output, "one.svg\n", svg.errors)
        XCTAssertTrue(String(decoding: try bytes(folder, "one.svg"), as: UTF8.self).hasPrefix("<?xml"))
        let pdf = try CommandRun(["plot", "run", "--error", "--format", "pdf", "-o", "out", "--json"], in: folder.url)
        XCTAssertEqual(try pdf.json()["files"] as? [String], ["out/u_error.pdf"])
        XCTAssertEqual(try bytes(folder, "out/u_error.pdf").prefix(5), Data("%PDF-".utf8))
        let archive = try CommandRun(["plot", "run/solution.npz", "--size", "200x150", "--field", "u"], in: folder.url)
        XCTAssertEqual(archive.output, "run/solution-u.png\n", archive.errors)
        let both = try CommandRun(["plot", "run", "run", "--compare", "--field", "u", "--kind", "space-time"], in: folder.url)
        XCTAssertEqual(both.output, "run/plots/compare-u_space-time.png\n", both.errors)
    }

    func testTheTerminalGetsCharactersThatFit() throws {
        let folder = try Self.solvedFolder(["--no-plots"])
        let narrow = try CommandRun(["plot", "run", "--terminal"], in: folder.url, environment: ["COLUMNS": "40"])
        XCTAssertEqual(narrow.status, 0, narrow.errors)
        XCTAssertFalse(narrow.output.contains("\u{1B}"))
        let lines = narrow.output.split(separator: "\n")
        XCTAssertGreaterThan(lines.count, 8)
        XCTAssertTrue(lines.allSatisfy { $0.count <= 40 })
        let coloured = try CommandRun(
            ["plot", "run", "--terminal", "--color", "always"], in: folder.url, environment: ["COLORTERM": "truecolor"])
        XCTAssertTrue(coloured.output.contains("\u{1B}[38;2;"))
        let curves = try CommandRun(["plot", "run", "--terminal", "--kind", "curves", "--index", "-1"], in: folder.url)
        XCTAssertEqual(curves.status, 0, curves.errors)
        XCTAssertTrue(curves.output.unicodeScalars.contains { (0x2800...0x28FF).contains($0.value) }, curves.output)
    }

    func testRefusals() throws {
        let folder = try Self.solvedFolder(["--no-plots"])
        func refused(_ arguments: [String], _ status: Int32, _ words: String, line: UInt = #line) throws {
            let run = try CommandRun(["plot"] + arguments, in: folder.url)
            XCTAssertEqual(run.status, status, run.errors, line: line)
            XCTAssertTrue(run.errors.contains(words), run.errors, line: line)
            XCTAssertEqual(run.output, "", line: line)
        }
        try refused(["nowhere"], 66, "there is no run or .npz file at 'nowhere'")
        try refused(["."], 66, "is not a run of ansatz")
        try refused(["run", "--field", "u_exat"], 64, "there is no field 'u_exat'; did you mean 'u_exact'?")
        try refused(["run", "--kind", "map"], 64, "it needs two space coordinates, the field has one space coordinate")
        try refused(["run", "--time", "7"], 64, "t = 7.0 lies outside the times of the run, 0.0 to 0.1")
        try refused(["run", "--index", "6"], 64, "there is no snapshot 6: the run has 6, numbered from 0")
        try refused(["run", "--slice", "z=0"], 64, "there is no coordinate 'z' to slice")
        try refused(["run", "-o", "all.png"], 64, "'all.png' names one file, but there are 3 pictures")
        try refused(["run", "--format", "svg", "-o", "u.png", "--field", "u"], 64, "'u.png' does not end in .svg")
        try refused(["run", "-o", "u.gif"], 64, "'u.gif' does not end in .png, .svg or .pdf; write u.gif/ for a folder of that name")
        XCTAssertFalse(FileManager.default.fileExists(atPath: folder.url.path + "/u.gif"))
        try refused(["run", "--terminal", "-o", "u.png"], 64, "--terminal writes no file")
        try refused(["run", "--size", "10x10"], 64, "size")
        try refused(["run", "--compare"], 64, "--compare needs two runs")
    }

    func testARunThatFailedSaysSo() throws {
        let folder = try TemporaryFolder()
        try FileManager.default.createDirectory(atPath: folder.url.path + "/broken", withIntermediateDirectories: true)
        _ = try folder.write(#"{"status": "failed", "error": "the disk is full", "method": "fourier"}"#, as: "broken/run.json")
        let run = try CommandRun(["plot", "broken"], in: folder.url)
        XCTAssertEqual(run.status, 66)
        XCTAssertTrue(run.errors.contains("the run 'broken' left no fields (failed: the disk is full)"), run.errors)
        let history = try CommandRun(["plot", "broken", "--history"], in: folder.url)
        XCTAssertEqual(history.status, 66)
        XCTAssertTrue(history.errors.contains("there is no history to show"), history.errors)
        let page = try CommandRun(["report", "broken"], in: folder.url)
        XCTAssertEqual(page.status, 0, page.errors)
        XCTAssertTrue(try String(decoding: bytes(folder, "broken/report.html"), as: UTF8.self).contains("failed: the disk is full"))
    }
}

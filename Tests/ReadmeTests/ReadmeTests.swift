import Foundation
import Problems
import XCTest

/// Runs every command that the README shows, in a copy of its working folder, and expects success.
final class ReadmeTests: XCTestCase {
    private static let repository = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// Commands in fenced `sh` blocks: lines that start with `./`; `./test` runs these tests and is left out.
    private static func commands() throws -> [String] {
        let text = try String(contentsOf: repository.appendingPathComponent("README.md"), encoding: .utf8)
        var isInside = false
        var commands: [String] = []
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("```") { isInside = line == "```sh" }
            guard isInside, line.hasPrefix("./") else { continue }
            let command = line.split(separator: "#")[0].trimmingCharacters(in: .whitespaces)
            if command != "./test" { commands.append(command) }
        }
        return commands
    }

    func testEveryCommandOfTheReadmeWorks() throws {
        let commands = try Self.commands()
        XCTAssertGreaterThanOrEqual(commands.count, 5)
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("ansatz-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let program = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
            .deletingLastPathComponent().appendingPathComponent("ansatz")
        // The built program stands in for the script of the same name, which would build first.
        try FileManager.default.createSymbolicLink(
            at: folder.appendingPathComponent("ansatz"), withDestinationURL: program)
        try FileManager.default.createSymbolicLink(
            at: folder.appendingPathComponent("problems"), withDestinationURL: Self.repository.appendingPathComponent("problems"))
        for command in commands {
            let process = Process()
            process.executableURL = URL(fileURLWithPath: "/bin/sh")
            process.arguments = ["-c", command]
            process.currentDirectoryURL = folder
            process.standardOutput = FileHandle.nullDevice
            process.standardError = FileHandle.nullDevice
            try process.run()
            process.waitUntilExit()
            XCTAssertEqual(process.terminationStatus, 0, command)
        }
    }

    /// Fenced `yaml` blocks are complete problem files.
    func testEveryProblemOfTheReadmeIsAccepted() throws {
        let text = try String(contentsOf: Self.repository.appendingPathComponent("README.md"), encoding: .utf8)
        let blocks = text.components(separatedBy: "```yaml\n").dropFirst().compactMap { $0.components(separatedBy: "```").first }
        XCTAssertGreaterThanOrEqual(blocks.count, 2)
        for block in blocks {
            let result = ProblemFile.read(text: block)
            XCTAssertEqual(result.diagnostics, [], block)
            XCTAssertNotNil(result.problem)
        }
    }
}

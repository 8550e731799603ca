import Fields
import Foundation

/// The git checkout the running program was built in, if it still lies there.
struct SourceCheckout: Sendable {
    let commit: String
    let isModified: Bool
}

/// A question to git that is asked when a run starts and read when it ends, so that nobody waits for it.
final class SourceCheckoutQuery {
    private let process = Process()
    private let output = Pipe()
    private let isRunning: Bool

    /// - Parameter executable: path of the running program.
    init(executable: String) {
        let folder = FilePath(executable).folder
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [
            "git", "-C", folder.isEmpty ? "." : folder, "status", "--porcelain=v2", "--branch", "--untracked-files=no",
        ]
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        isRunning = (try? process.run()) != nil
    }

    /// What git said; nil outside a checkout or without git.
    func answer() -> SourceCheckout? {
        guard isRunning else { return nil }
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        let lines = text.split(separator: "\n")
        let mark = "# branch.oid "
        guard process.terminationStatus == 0, let commit = lines.first(where: { $0.hasPrefix(mark) }) else { return nil }
        return SourceCheckout(
            commit: String(commit.dropFirst(mark.count)), isModified: lines.contains { !$0.hasPrefix("#") })
    }
}

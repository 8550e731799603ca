import Foundation

/// The git checkout the running program was built in, if it still lies there.
struct SourceCheckout: Sendable {
    let commit: String
    let isDirty: Bool

    /// Asks git about the folder that holds `executable`; nil outside a checkout or without git.
    init?(executable: String) {
        let folder = (executable as NSString).deletingLastPathComponent
        guard let commit = Self.git(["rev-parse", "HEAD"], in: folder),
            let changes = Self.git(["status", "--porcelain", "--untracked-files=no"], in: folder)
        else { return nil }
        self.commit = commit.trimmingCharacters(in: .whitespacesAndNewlines)
        isDirty = !changes.isEmpty
    }

    private static func git(_ arguments: [String], in folder: String) -> String? {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["git", "-C", folder] + arguments
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return nil }
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return process.terminationStatus == 0 ? String(decoding: data, as: UTF8.self) : nil
    }
}

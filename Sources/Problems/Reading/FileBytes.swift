import Foundation

/// Reads whole regular files, with the reason in words if that fails.
enum FileBytes {
    struct Failure: Error {
        var reason: String
    }

    /// - Parameter limit: one byte more than this is read at most, so that a size check can still refuse.
    static func read(path: String, limit: Int = .max) -> Result<[UInt8], Failure> {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            return .failure(Failure(reason: "no such file"))
        }
        if isFolder.boolValue { return .failure(Failure(reason: "it is a folder")) }
        guard let handle = FileHandle(forReadingAtPath: path) else {
            return .failure(Failure(reason: "permission denied"))
        }
        defer { try? handle.close() }
        do {
            let data = limit == .max ? try handle.readToEnd() : try handle.read(upToCount: limit + 1)
            return .success([UInt8](data ?? Data()))
        } catch {
            return .failure(Failure(reason: "read error"))
        }
    }
}

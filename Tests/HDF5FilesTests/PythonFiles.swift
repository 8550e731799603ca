import Foundation

/// h5py as an independent writer and reader, through `tools/hdf5_files.py`.
enum PythonFiles {
    /// One data set as h5py saw it.
    struct DataSet: Decodable {
        var type: String
        var shape: [Int]
        var values: [Double]
        var chunks: [Int]
        var limit: [Int]
    }

    struct Description {
        var sets: [String: DataSet]
        var attributes: [String: [String: Any]]
    }

    static func write(_ path: String, cyclic: Bool = true) throws {
        _ = try run([cyclic ? "write-cyclic" : "write", path])
    }

    static func describe(_ path: String) throws -> Description {
        let whole = try JSONSerialization.jsonObject(with: run(["describe", path])) as? [String: Any] ?? [:]
        let sets = try JSONSerialization.data(withJSONObject: whole["sets"] ?? [:])
        return Description(
            sets: try JSONDecoder().decode([String: DataSet].self, from: sets),
            attributes: whole["attributes"] as? [String: [String: Any]] ?? [:])
    }

    private static func run(_ arguments: [String]) throws -> Data {
        struct Failure: Error, CustomStringConvertible { var description: String }
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().path
        guard let python = ProcessInfo.processInfo.environment["ANSATZ_PYTHON"] else {
            throw Failure(description: "ANSATZ_PYTHON is not set; run ./test, which sets it up")
        }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: python)
        process.arguments = [root + "/tools/hdf5_files.py"] + arguments
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Failure(description: "tools/hdf5_files.py failed") }
        return data
    }

    /// A new empty folder.
    static func temporaryFolder() throws -> String {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent("ansatz-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        return url.path
    }
}

import Ansatz
import FieldFiles
import Foundation

/// Reads what an earlier run left, for comparisons and pictures.
enum RunReader {
    /// Why a run cannot be read.
    enum Failure: Error, Equatable {
        case missing(String)
        case noTimes(path: String, missing: Double)
        /// A folder without the files of a run.
        case notARun(String)
        /// A run that ended, or has not come, before its fields were written.
        case noFields(path: String, status: String)
        /// A run with less than two reports.
        case noHistory(String)
    }

    /// The archive that a run folder or the path of an `.npz` file leads to.
    /// - Throws: `Failure.missing`
    @discardableResult
    static func find(_ path: String?) throws -> String? {
        guard let path else { return nil }
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else { throw Failure.missing(path) }
        let file = isFolder.boolValue ? path + "/solution.npz" : path
        guard FileManager.default.fileExists(atPath: file) else { throw Failure.missing(file) }
        return file
    }

    /// The snapshots of a run folder or of an `.npz` file with the layout of `solution.npz`.
    /// - Parameter axisNames: the axes of an array that does not say itself what they are.
    static func snapshots(at path: String, axisNames: [String]? = nil) throws -> [Snapshot] {
        try SnapshotArchive.read(path: find(path) ?? path, axisNames: axisNames)
    }

    /// The snapshots at the times of another series; steady ones as they are.
    static func matching(_ series: [Snapshot], times: [Double?], path: String) throws -> [Snapshot] {
        let span = max((series.last?.time ?? 0) - (series.first?.time ?? 0), 1e-300)
        return try times.map { time in
            guard let time else {
                guard let only = series.last else { throw Failure.missing(path) }
                return only
            }
            guard let snapshot = series.first(where: { abs(($0.time ?? time) - time) <= 1e-9 * span }) else {
                throw Failure.noTimes(path: path, missing: time)
            }
            return snapshot
        }
    }

    /// The error figures that a run folder's `result.json` holds, by field; empty for other files.
    static func ownErrors(at path: String) -> [String: Double] {
        guard let data = FileManager.default.contents(atPath: path + "/result.json"),
            let document = try? JSONSerialization.jsonObject(with: data) as? [String: Any],
            let fields = document["fields"] as? [String: [String: Any]]
        else { return [:] }
        return fields.compactMapValues { $0["relative_l2"] as? Double }
    }
}

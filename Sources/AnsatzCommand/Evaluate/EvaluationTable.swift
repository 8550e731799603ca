import Ansatz
import FieldFiles
import Foundation

/// Evaluated values, and how they are written.
enum EvaluationTable {
    case grid([Snapshot])
    /// The table of the points with the results behind, and the same as scattered points.
    case list(CommaSeparatedTable, Scattered)

    struct Scattered {
        /// [point][space coordinate]
        var points: Tensor<Double>
        var times: [Double?]
        var fields: [VTKWriter.MeshField]
    }

    /// The endings that are written.
    static let endings = [".csv", ".npz", ".vti", ".vtr", ".vtu"]

    static func ending(of path: String) throws -> String {
        guard let ending = endings.first(where: { path.lowercased().hasSuffix($0) }) else {
            throw EvaluateError.ending(path: path, reason: "the ending must be one of \(endings.joined(separator: ", "))")
        }
        return ending
    }

    /// The text of a CSV file.
    var csv: CommaSeparatedTable {
        switch self {
        case .grid(let snapshots): CommaSeparatedTable(snapshots)
        case .list(let table, _): table
        }
    }

    /// Writes a file in the format of its ending.
    /// - Throws: `EvaluateError.ending`, `FieldFileError`
    func write(to path: String, provenance: [String: String]) throws {
        let folder = FilePath(path).folder
        if !folder.isEmpty { try AtomicWriting.createFolder(folder) }
        switch try Self.ending(of: path) {
        case ".csv": try csv.write(to: path)
        case ".npz": try writeArchive(to: path)
        case let ending: try writeVTK(to: path, ending: ending, provenance: provenance)
        }
    }

    private func writeArchive(to path: String) throws {
        switch self {
        case .grid(let snapshots): try SnapshotArchive.write(snapshots, to: path)
        case .list(let table, _):
            try NumpyArchive.write(table.columns.map { ($0.name, NumpyArray(Tensor($0.values))) }, to: path)
        }
    }

    private func writeVTK(to path: String, ending: String, provenance: [String: String]) throws {
        let format = VTKOptions.Format(rawValue: String(ending.dropFirst())) ?? .byGrid
        let writer = VTKWriter(VTKOptions(format: format, provenance: provenance))
        let several = EvaluateError.ending(path: path, reason: "a VTK file holds one time; give one, as in grid:…,t=0.5, or write .npz or .csv")
        switch self {
        case .grid(let snapshots):
            guard snapshots.count == 1 else { throw several }
            guard !snapshots[0].fields[0].grid.axes.isEmpty else {
                throw EvaluateError.ending(path: path, reason: "the problem has no space coordinates; write .csv or .npz")
            }
            _ = try writer.write(snapshots[0], to: String(path.dropLast(ending.count)))
        case .list(_, let scattered):
            guard format == .vtu else {
                throw EvaluateError.ending(path: path, reason: "scattered points are written as .vtu, .csv or .npz")
            }
            guard Set(scattered.times).count == 1 else { throw several }
            guard (1...3).contains(scattered.points.shape[1]) else {
                throw EvaluateError.ending(path: path, reason: "VTK files have one to three space coordinates")
            }
            try writer.write(UnstructuredMesh(scattered: scattered.points), scattered.fields, time: scattered.times[0], to: path)
        }
    }
}

import Fields
import Foundation

/// Writes the snapshots of a run as they come: `fields/<name>_000000.vti` (or `.vtr`), `<name>.pvd`, and at the end
/// `<name>.npz`, `<name>.csv` for one space dimension or none, and `paraview.py`.
///
/// Every file is complete or absent; the `.pvd` is rewritten after each snapshot, so that a killed run stays viewable.
/// All are flushed to the disk together in `finish`.
public struct FieldSeriesWriter: Sendable {
    /// Folder of the run; made if missing.
    public let folder: String
    /// Base name of the files.
    public let name: String
    public let options: FieldSeriesOptions
    /// Files written so far, relative to the folder.
    public private(set) var files: [String] = []
    private var snapshots: [Snapshot] = []
    private var collection = VTKCollection()

    public init(
        folder: String, name: String = "solution", options: FieldSeriesOptions = FieldSeriesOptions()
    ) throws(FieldFileError) {
        self.folder = folder
        self.name = name
        self.options = options
        try AtomicWriting.createFolder(folder)
    }

    /// Writes the viewer file of one snapshot and the list; the rest follows in `finish`.
    public mutating func append(_ snapshot: Snapshot) throws(FieldFileError) {
        snapshots.append(snapshot)
        guard options.writesVTK, let grid = snapshot.fields.first?.grid, (1...3).contains(grid.axes.count) else { return }
        let number = String(snapshots.count - 1)
        let counter = String(repeating: "0", count: max(0, 6 - number.count)) + number
        try AtomicWriting.createFolder(path("fields"))
        let base = "fields/\(name)_\(counter)"
        var writer = VTKWriter(options.vtk)
        writer.isFlushed = false
        _ = try writer.write(snapshot, to: path(base))
        let file = base + writer.fileExtension(for: grid)
        // A steady answer has no time; viewers need one, and its number serves.
        collection.entries.append(.init(time: snapshot.time ?? Double(snapshots.count - 1), file: file))
        try collection.write(to: path(name + ".pvd"), isFlushed: false)
        if files.isEmpty { files.append(name + ".pvd") }
        files.append(file)
    }

    /// Writes what needs all snapshots.
    /// - Returns: every file of the series, relative to the folder.
    public mutating func finish() throws(FieldFileError) -> [String] {
        try writeSummaries()
        // Together: flushed one by one they would cost more than a short solve.
        try AtomicFile.flush(files.map(path))
        return files
    }

    private mutating func writeSummaries() throws(FieldFileError) {
        guard let field = snapshots.first?.fields.first else { return }
        let dimension = field.grid.axes.count
        if options.writesArrays {
            try SnapshotArchive.write(snapshots, to: path(name + ".npz"), isFlushed: false)
            files.append(name + ".npz")
            if dimension <= 1 {
                let table = CommaSeparatedTable(snapshots).encoded
                try AtomicFile.write([table], to: path(name + ".csv"), isFlushed: false)
                files.append(name + ".csv")
            }
        }
        if !collection.entries.isEmpty {
            let script = ParaViewScript(
                collection: name + ".pvd", field: VTKNames.sanitized(field.name),
                isVector: VTKComponents(field).sources.count > 1, dimension: dimension)
            try AtomicFile.write([Array(script.encoded.utf8)], to: path("paraview.py"), isFlushed: false)
            files.append("paraview.py")
        }
    }

    /// Writes a whole series at once.
    /// - Returns: every file written, relative to the folder.
    public static func write(
        _ snapshots: [Snapshot], folder: String, name: String = "solution",
        options: FieldSeriesOptions = FieldSeriesOptions()
    ) throws(FieldFileError) -> [String] {
        var writer = try FieldSeriesWriter(folder: folder, name: name, options: options)
        for snapshot in snapshots { try writer.append(snapshot) }
        return try writer.finish()
    }

    private func path(_ file: String) -> String { (folder as NSString).appendingPathComponent(file) }
}

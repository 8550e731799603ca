import Fields
import NumericsCore

/// Writes fields into VTK XML files: `.vti` on equally spaced axes, `.vtr` on others, `.vtu` on meshes and on grids over
/// shapes, of which it holds the cells inside. Asked for `.vti` or `.vtr`, such grids are written with NaN outside.
///
/// Periodic axes get the image of their first point, so that pictures close. Vectors have three components, plane
/// tensors nine. The time stands in the field data `TimeValue`.
public struct VTKWriter: Sendable {
    public var options: VTKOptions
    /// Whether each file is flushed to the disk when it is written; a series flushes all of them together at its end.
    var isFlushed = true

    public init(_ options: VTKOptions = VTKOptions()) {
        self.options = options
    }

    /// Writes all fields of a snapshot; they must share one grid of at most three axes.
    /// - Parameter basePath: path without extension.
    /// - Returns: the path with the extension of the format chosen.
    public func write(_ snapshot: Snapshot, to basePath: String) throws(FieldFileError) -> String {
        let grid = snapshot.fields.first?.grid ?? Grid([])
        let path = basePath + fileExtension(for: grid)
        guard grid.axes.count <= 3 else {
            throw .unsupported(path: path, reason: "VTK files have at most three space coordinates")
        }
        guard snapshot.fields.allSatisfy({ $0.grid == grid }) else {
            throw .unsupported(path: path, reason: "its fields are on different grids")
        }
        if path.hasSuffix(".vtu") {
            try write(snapshot, inside: grid.mask ?? Array(repeating: true, count: grid.count), to: path)
            return path
        }
        let lattice = VTKLattice(grid)
        guard lattice.isUniform || options.format != .vti else {
            throw .unsupported(path: path, reason: "its points are not equally spaced")
        }
        let data = pointData(snapshot.fields, positions: lattice.positions)
        let document =
            lattice.isUniform && options.format != .vtr
            ? image(lattice, data, time: snapshot.time) : rectilinear(lattice, data, time: snapshot.time)
        try AtomicFile.write(document.encoded(options), to: path, isFlushed: isFlushed)
        return path
    }

    /// The extension of the file type that holds a grid.
    public func fileExtension(for grid: Grid) -> String {
        guard options.format == .byGrid else { return "." + options.format.rawValue }
        if grid.mask != nil { return ".vtu" }
        let isUniform = grid.axes.allSatisfy { $0.layout == .uniform || $0.layout == .periodic }
        return isUniform ? ".vti" : ".vtr"
    }

    private func image(_ lattice: VTKLattice, _ data: VTKDocument.Section, time: Double?) -> VTKDocument {
        let origin = lattice.coordinates.map { "\($0[0])" }.joined(separator: " ")
        let spacing = lattice.spacing.map { "\($0)" }.joined(separator: " ")
        return VTKDocument(
            type: "ImageData",
            attributes: " WholeExtent=\"\(lattice.extent)\" Origin=\"\(origin)\" Spacing=\"\(spacing)\"",
            pieceAttributes: "Extent=\"\(lattice.extent)\"", fieldData: fieldData(time), sections: [data])
    }

    private func rectilinear(_ lattice: VTKLattice, _ data: VTKDocument.Section, time: Double?) -> VTKDocument {
        let arrays = zip(["x", "y", "z"], lattice.coordinates).map { VTKArray.float64($0, $1) }
        return VTKDocument(
            type: "RectilinearGrid", attributes: " WholeExtent=\"\(lattice.extent)\"",
            pieceAttributes: "Extent=\"\(lattice.extent)\"", fieldData: fieldData(time),
            sections: [data, VTKDocument.Section(tag: "Coordinates", arrays: arrays)])
    }

    /// The fields at the points with these positions in their grid.
    func pointData(_ fields: [Field], positions: [Int]) -> VTKDocument.Section {
        let names = VTKNames.distinct(fields.map(\.name))
        var arrays: [VTKArray] = []
        var (scalars, vectors): (String?, String?) = (nil, nil)
        for (field, name) in zip(fields, names) {
            let components = VTKComponents(field)
            arrays.append(
                components.array(
                    name, field.values, map: positions, isSinglePrecision: options.isSinglePrecision))
            if components.isVector { vectors = vectors ?? name }
            if components.sources.count == 1 { scalars = scalars ?? name }
        }
        var attributes = ""
        if let scalars { attributes += " Scalars=\"\(XMLText.escaped(scalars))\"" }
        if let vectors { attributes += " Vectors=\"\(XMLText.escaped(vectors))\"" }
        return VTKDocument.Section(tag: "PointData", attributes: attributes, arrays: arrays)
    }

    /// The time and the provenance strings.
    func fieldData(_ time: Double?) -> [VTKArray] {
        var arrays: [VTKArray] = []
        if let time { arrays.append(.float64("TimeValue", [time], tupleCount: 1)) }
        for (name, text) in options.provenance.sorted(by: { $0.key < $1.key }) {
            arrays.append(.string(VTKNames.sanitized(name), text))
        }
        return arrays
    }
}

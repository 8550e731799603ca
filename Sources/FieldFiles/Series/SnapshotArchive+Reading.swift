import Fields
import NumericsCore

extension SnapshotArchive {
    /// Reads a series written by `write`, or a foreign file of the same keys.
    /// - Parameters:
    ///   - path: a `.npz` file.
    ///   - axisNames: names of the space axes in order, needed when the file does not describe its grid itself;
    ///     such axes count as equally spaced or as scattered points, whichever they are, never as periodic.
    public static func read(path: String, axisNames: [String]? = nil) throws(FieldFileError) -> [Snapshot] {
        try read(FileSource(path: path), axisNames: axisNames)
    }

    /// Reads a series from any bytes; see `read(path:axisNames:)`.
    public static func read(
        _ source: any ByteSource, axisNames: [String]? = nil
    ) throws(FieldFileError) -> [Snapshot] {
        let archive = try NumpyArchive(source)
        let description = try description(archive)
        let axes = try axes(archive, description, axisNames ?? [], path: source.path)
        let times = archive.keys.contains("t") ? try vector(archive, "t", path: source.path) : nil
        let grid = try Grid(axes, mask: mask(archive, shape: axes.map(\.count), path: source.path))
        let reserved = ["t", GridDescription.key, maskKey] + grid.axisNames
        let names = archive.keys.filter { !reserved.contains($0) }
        let quantities = description?.fields.map(\.name) ?? names
        var fields: [[Field]] = Array(repeating: [], count: times?.count ?? 1)
        for name in quantities {
            let array = try archive.array(name)
            let known = description?.fields.first { $0.name == name }
            let layout = ArrayLayout(grid: grid, timeCount: times?.count, quantity: known, name: name)
            guard let slices = layout.fields(array.values) else {
                throw .malformed(
                    path: source.path, reason: "the shape \(array.shape) of '\(name)' does not fit the axes")
            }
            for (time, field) in slices.enumerated() { fields[time].append(field) }
        }
        return fields.enumerated().map { Snapshot(time: times?[$0], fields: $1) }
    }

    private static func mask(_ archive: NumpyArchive, shape: [Int], path: String) throws(FieldFileError) -> [Bool]? {
        guard archive.keys.contains(maskKey) else { return nil }
        let array = try archive.array(maskKey)
        guard array.shape == shape else {
            throw .malformed(path: path, reason: "the shape \(array.shape) of '\(maskKey)' does not fit the axes")
        }
        return array.values.elements.map { $0 != 0 }
    }

    private static func description(_ archive: NumpyArchive) throws(FieldFileError) -> GridDescription? {
        guard archive.keys.contains(GridDescription.key) else { return nil }
        let text = try archive.array(GridDescription.key).values.elements
        return GridDescription(decoding: text.map { UInt8(clamping: Int(max(0, min(255, $0)))) })
    }

    private static func axes(
        _ archive: NumpyArchive, _ description: GridDescription?, _ names: [String], path: String
    ) throws(FieldFileError) -> [GridAxis] {
        let known = description?.axes ?? names.map { GridDescription.Axis(name: $0, layout: "uniform") }
        guard Set(known.map(\.name)).count == known.count else {
            throw .malformed(path: path, reason: "an axis is named twice")
        }
        var axes: [GridAxis] = []
        for entry in known {
            let points = try vector(archive, entry.name, path: path)
            var plain = entry
            plain.layout = "points"
            // Foreign axes are tried as equally spaced first.
            guard let axis = entry.axis(points: points) ?? (description == nil ? plain.axis(points: points) : nil) else {
                throw .malformed(path: path, reason: "axis '\(entry.name)' is not ascending or not what it claims to be")
            }
            axes.append(axis)
        }
        return axes
    }

    private static func vector(
        _ archive: NumpyArchive, _ key: String, path: String
    ) throws(FieldFileError) -> [Double] {
        let array = try archive.array(key)
        // Files made from MATLAB hold vectors as rows or columns.
        guard array.shape.count <= 1 || array.shape.filter({ $0 != 1 }).count <= 1 else {
            throw .malformed(path: path, reason: "'\(key)' is not a vector")
        }
        return array.values.elements
    }
}

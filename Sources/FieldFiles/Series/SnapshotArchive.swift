import Fields
import NumericsCore

/// The `.npz` file of a run: a series of snapshots as plain arrays.
///
/// Keys: `t` [time] (left out for a steady problem), the axis names [point], and per field its name
/// [time][grid…][component]; the time axis is left out for a steady problem and the component axis for scalars.
/// `__grid__` holds JSON text with the layouts, which `numpy.load` users may ignore; `__mask__` [grid…] is 1 at the points
/// of a shape, where there is one.
public enum SnapshotArchive {
    /// Writes a series whose snapshots share one grid and one list of fields.
    public static func write(_ snapshots: [Snapshot], to path: String) throws(FieldFileError) {
        try write(snapshots, to: path, isFlushed: true)
    }

    static func write(_ snapshots: [Snapshot], to path: String, isFlushed: Bool) throws(FieldFileError) {
        let arrays = try arrays(of: snapshots, path: path)
        try NumpyArchive.write(arrays, to: path, isFlushed: isFlushed)
    }

    private static func arrays(
        of snapshots: [Snapshot], path: String
    ) throws(FieldFileError) -> [(key: String, array: NumpyArray)] {
        guard let first = snapshots.first, let grid = first.fields.first?.grid else { return [] }
        let names = first.fields.map(\.name)
        let fits = snapshots.allSatisfy { snapshot in
            snapshot.fields.map(\.name) == names && snapshot.fields.allSatisfy { $0.grid == grid }
        }
        guard fits else { throw .unsupported(path: path, reason: "its fields or grids change from time to time") }
        let isSteady = snapshots.count == 1 && first.time == nil
        var arrays: [(key: String, array: NumpyArray)] = []
        if !isSteady { arrays.append(("t", NumpyArray(Tensor(snapshots.map { $0.time ?? .nan })))) }
        arrays += grid.axes.map { ($0.name, NumpyArray(Tensor($0.points))) }
        let reserved = ["t", GridDescription.key, maskKey] + grid.axisNames
        guard Set(names).count == names.count, !names.contains(where: reserved.contains) else {
            throw .unsupported(path: path, reason: "a field has the name of an axis or of another field")
        }
        for (index, field) in first.fields.enumerated() {
            let values = stacked(snapshots.map { $0.fields[index] })
            let tail = field.hasComponentAxis ? [field.componentNames.count] : []
            let shape = (isSteady ? [] : [snapshots.count]) + grid.shape + tail
            arrays.append((field.name, NumpyArray(values.reshaped(shape))))
        }
        let text = GridDescription(grid, first.fields).encoded().map(Double.init)
        arrays.append((GridDescription.key, NumpyArray(Tensor(text), as: .uint8)))
        if let mask = grid.mask {
            arrays.append((maskKey, NumpyArray(Tensor(shape: grid.shape, elements: mask.map { $0 ? 1 : 0 }), as: .uint8)))
        }
        return arrays
    }

    /// Array of the points that belong to the shape.
    static let maskKey = "__mask__"

    /// Values [time][point][component] of one field.
    private static func stacked(_ fields: [Field]) -> Tensor<Double> {
        let (components, points) = (fields[0].componentNames.count, fields[0].grid.count)
        var result = Tensor(shape: [fields.count, points, components], repeating: 0.0)
        result.withUnsafeMutableBufferPointer { output in
            for (time, field) in fields.enumerated() {
                field.values.withUnsafeBufferPointer { input in
                    for component in 0..<components {
                        for point in 0..<points {
                            output[(time * points + point) * components + component] = input[component * points + point]
                        }
                    }
                }
            }
        }
        return result
    }
}

extension Field {
    /// Whether the arrays of this field carry their components as a last axis.
    var hasComponentAxis: Bool { isVector || componentNames.count > 1 }
}

import Ansatz
import FieldFiles
import HDF5Files

/// A data file being written: the same keys in both formats.
protocol DatasetFile {
    mutating func add(_ array: NumpyArray, as key: String) throws
    /// Adds an array [row][…rowShape] in parts; `rows` may be called more than once.
    mutating func addRows(
        _ key: String, count: Int, rowShape: [Int], type: NumpyArray.ElementType,
        rows: (_ take: (Tensor<Double>) throws -> Void) throws -> Void) throws
    /// Stores the metadata and puts the file in place.
    mutating func finish(_ metadata: JSONValue) throws
}

/// `.npz`: the metadata are the member `metadata.json`.
struct NumpyDatasetFile: DatasetFile {
    private let writer: NumpyArchiveWriter

    static let metadataName = "metadata.json"

    init(path: String) throws { writer = try NumpyArchiveWriter(path: path) }

    func add(_ array: NumpyArray, as key: String) throws { try writer.add(array, as: key) }

    func addRows(
        _ key: String, count: Int, rowShape: [Int], type: NumpyArray.ElementType,
        rows: (_ take: (Tensor<Double>) throws -> Void) throws -> Void
    ) throws {
        try writer.addRows(key, count: count, rowShape: rowShape, type: type, rows: rows)
    }

    func finish(_ metadata: JSONValue) throws {
        try writer.add(text: metadata.pretty, as: Self.metadataName)
        try writer.finish()
    }
}

/// `.h5`: the metadata are the attribute `metadata` of the file; arrays of samples have chunks of a sample with checksums.
struct HDF5DatasetFile: DatasetFile {
    private let writer: HDF5Writer

    static let metadataName = "metadata"

    init(path: String) throws { writer = try HDF5Writer(path: path) }

    func add(_ array: NumpyArray, as key: String) throws { try writer.write(array, to: key) }

    func addRows(
        _ key: String, count: Int, rowShape: [Int], type: NumpyArray.ElementType,
        rows: (_ take: (Tensor<Double>) throws -> Void) throws -> Void
    ) throws {
        // Chunks of about a megabyte: small samples would cost more in bookkeeping than in numbers.
        let rowBytes = max(1, rowShape.reduce(1, *) * type.size)
        try writer.makeSeries(key, rowShape: rowShape, type: type, rowsPerChunk: min(max(1, count), max(1, (1 << 20) / rowBytes)))
        try rows { try writer.append($0, to: key) }
    }

    func finish(_ metadata: JSONValue) throws {
        try writer.setAttribute(Self.metadataName, to: .text(metadata.pretty))
        try writer.finish()
    }
}

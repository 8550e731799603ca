import Fields
import NumericsCore

/// Writes a `.npz` file array by array, atomically; arrays that do not fit the memory are handed over in rows.
public final class NumpyArchiveWriter {
    private let writer: ZipWriter
    private let path: String

    public init(path: String) throws(FieldFileError) {
        self.path = path
        writer = try ZipWriter(path: path)
    }

    /// Adds a whole array.
    public func add(_ array: NumpyArray, as key: String) throws(FieldFileError) {
        try writer.add(key + ".npy", array.encoded())
    }

    /// Adds a member that is no array, such as `metadata.json`; NumPy hands out its bytes.
    public func add(text: String, as name: String) throws(FieldFileError) {
        try writer.add(name, Array(text.utf8))
    }

    /// Adds an array [row][…rowShape] without holding it.
    /// - Parameters:
    ///   - count: number of rows in all.
    ///   - rows: hands over the rows in order, in arrays [some rows][…rowShape]; called twice, because the checksum stands
    ///     before the numbers.
    /// - Throws: `FieldFileError`, and what `rows` throws.
    public func addRows(
        _ key: String, count: Int, rowShape: [Int], type: NumpyArray.ElementType,
        rows: (_ take: (Tensor<Double>) throws -> Void) throws -> Void
    ) throws {
        let header = NumpyArray.header(type: type, shape: [count] + rowShape)
        var check = CRC32()
        check.update(header)
        var size = header.count
        try rows { part in
            let bytes = NumpyArray(part, as: type).encodedElements()
            check.update(bytes)
            size += bytes.count
        }
        precondition(size == header.count + count * rowShape.reduce(1, *) * type.size, "'\(key)' got another number of rows")
        try writer.begin(key + ".npy", crc: check.value, size: size)
        try writer.put(header)
        try rows { try self.writer.put(NumpyArray($0, as: type).encodedElements()) }
    }

    /// Writes the directory and puts the file in place.
    public func finish() throws(FieldFileError) { try writer.finish() }
}

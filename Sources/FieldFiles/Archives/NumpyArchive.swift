import Fields

/// Named arrays in a `.npz` file: a zip archive of `.npy` members.
public struct NumpyArchive {
    private let source: any ByteSource
    private let reader: ZipReader

    /// Opens an archive; arrays are read when asked for.
    public init(path: String) throws(FieldFileError) {
        try self.init(FileSource(path: path))
    }

    /// Opens an archive in any bytes.
    public init(_ source: any ByteSource) throws(FieldFileError) {
        self.source = source
        reader = try ZipReader(source)
    }

    /// Names of the arrays, in the order of the file.
    public var keys: [String] { reader.members.map { Self.key($0.name) } }

    /// The array of this name.
    public func array(_ key: String) throws(FieldFileError) -> NumpyArray {
        guard let member = reader.members.first(where: { Self.key($0.name) == key }) else {
            throw .keyMissing(path: source.path, key: key, available: keys)
        }
        let bytes = try reader.content(of: member)
        do {
            return try NumpyArray(decoding: bytes)
        } catch {
            throw .array(path: source.path, key: key, error)
        }
    }

    /// The bytes of a member, whatever it is.
    public func bytes(_ key: String) throws(FieldFileError) -> [UInt8] {
        guard let member = reader.members.first(where: { Self.key($0.name) == key }) else {
            throw .keyMissing(path: source.path, key: key, available: keys)
        }
        return try reader.content(of: member)
    }

    private static func key(_ name: String) -> String {
        name.hasSuffix(".npy") ? String(name.dropLast(4)) : name
    }

    /// Writes arrays atomically, stored without compression so that parts can be read.
    public static func write(_ arrays: [(key: String, array: NumpyArray)], to path: String) throws(FieldFileError) {
        try write(arrays, to: path, isFlushed: true)
    }

    /// The same, with another size from which Zip64 fields are used (so that tests need no file of 4 GiB), and flushed to the
    /// disk at once or later.
    package static func write(
        _ arrays: [(key: String, array: NumpyArray)], to path: String, largeFrom limit: Int = 0xFFFF_FFFF,
        isFlushed: Bool
    ) throws(FieldFileError) {
        let writer = try ZipWriter(path: path, limit: limit)
        for (key, array) in arrays { try writer.add(key + ".npy", array.encoded()) }
        try writer.finish(isFlushed: isFlushed)
    }
}

import Fields
import NumericsCore

/// A checkpoint on disk: exact, complete, and recognised when damaged.
///
/// Tensors are stored as they are; scalars as the hexadecimal digits of their bits; a checksum covers everything.
public struct CheckpointFile: Sendable, Equatable {
    public var checkpoint: Checkpoint
    /// Text about the file: problem hash, method, tool version.
    public var annotations: [String: String]

    public init(_ checkpoint: Checkpoint, annotations: [String: String] = [:]) {
        self.checkpoint = checkpoint
        self.annotations = annotations
    }

    private static let formatKey = "format"
    private static let format = "ansatz-checkpoint 1"

    /// Writes `<path>.tmp`, flushes and renames: the file is complete or absent.
    public func write(to path: String) throws(FieldFileError) {
        try AtomicFile.write([encoded()], to: path)
    }

    /// Reads a file. Throws `.malformed` for other formats and `.corrupted` when the checksum is wrong.
    public init(path: String) throws(FieldFileError) {
        let source = try FileSource(path: path)
        try self.init(decoding: source.bytes(from: 0, count: source.count), path: path)
    }

    /// The bytes of the file.
    public func encoded() -> [UInt8] {
        var metadata = [Self.formatKey: Self.format]
        for (name, value) in checkpoint.scalars { metadata["scalar." + name] = String(value.bitPattern, radix: 16) }
        for (name, value) in checkpoint.integers { metadata["integer." + name] = String(value) }
        for (name, value) in checkpoint.strings { metadata["string." + name] = value }
        for (name, value) in annotations { metadata["note." + name] = value }
        return SafeTensors(tensors: checkpoint.tensors.mapValues { NumpyArray($0) }, metadata: metadata).sealed.encoded()
    }

    /// Reads the bytes of a file.
    public init(decoding bytes: [UInt8], path: String = "memory") throws(FieldFileError) {
        var file = try SafeTensors(decoding: bytes, path: path)
        guard file.metadata[Self.formatKey] == Self.format else {
            throw .malformed(path: path, reason: "it is not a checkpoint of this version")
        }
        try file.unseal(path: path)
        var checkpoint = Checkpoint(tensors: file.tensors.mapValues(\.values))
        annotations = [:]
        for (key, text) in file.metadata where key != Self.formatKey {
            let parts = key.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
            let name = parts.count == 2 ? String(parts[1]) : ""
            switch (parts[0], UInt64(text, radix: 16), Int(text)) {
            case ("scalar", let bits?, _): checkpoint.scalars[name] = Double(bitPattern: bits)
            case ("integer", _, let number?): checkpoint.integers[name] = number
            case ("string", _, _): checkpoint.strings[name] = text
            case ("note", _, _): annotations[name] = text
            default: throw .malformed(path: path, reason: "its entry '\(key)' is not understood")
            }
        }
        self.checkpoint = checkpoint
    }
}

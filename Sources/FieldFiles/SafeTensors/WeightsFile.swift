import Fields
import NumericsCore

/// The parameters of a learned answer on disk, readable by every reader of safetensors and recognised when damaged.
///
/// Tensors are F64. The metadata say what they are the parameters of; `format` and `checksum` are added to them.
public struct WeightsFile: Sendable, Equatable {
    public var tensors: [String: Tensor<Double>]
    public var metadata: [String: String]

    public init(tensors: [String: Tensor<Double>], metadata: [String: String]) {
        self.tensors = tensors
        self.metadata = metadata
    }

    private static let formatKey = "format"
    private static let format = "ansatz-weights 1"

    /// Writes the file whole or not at all.
    public func write(to path: String) throws(FieldFileError) {
        try AtomicFile.write([encoded()], to: path)
    }

    /// The bytes of the file.
    public func encoded() -> [UInt8] {
        var file = SafeTensors(tensors: tensors.mapValues { NumpyArray($0) }, metadata: metadata)
        file.metadata[Self.formatKey] = Self.format
        return file.sealed.encoded()
    }

    /// Reads a file.
    /// - Throws: `.malformed` for other formats and cut files, `.corrupted` when the checksum is wrong.
    public init(path: String) throws(FieldFileError) {
        let source = try FileSource(path: path)
        try self.init(decoding: source.bytes(from: 0, count: source.count), path: path)
    }

    /// Reads the bytes of a file.
    public init(decoding bytes: [UInt8], path: String = "memory") throws(FieldFileError) {
        var file = try SafeTensors(decoding: bytes, path: path)
        guard file.metadata[Self.formatKey] == Self.format else {
            throw .malformed(path: path, reason: "it does not hold weights in a format of this version")
        }
        try file.unseal(path: path)
        file.metadata[Self.formatKey] = nil
        tensors = file.tensors.mapValues(\.values)
        metadata = file.metadata
    }
}

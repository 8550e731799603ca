import Fields
import NumericsCore

/// Named arrays and text in a `.safetensors` file: no code in it, opened by PyTorch and JAX.
///
/// Layout: header length (u64, little endian), JSON header, row-major data without holes.
/// Source: github.com/huggingface/safetensors, format description.
public struct SafeTensors: Sendable, Equatable {
    public var tensors: [String: NumpyArray]
    /// Text by name.
    public var metadata: [String: String]

    public init(tensors: [String: NumpyArray] = [:], metadata: [String: String] = [:]) {
        self.tensors = tensors
        self.metadata = metadata
    }

    /// Reads a file.
    public init(path: String) throws(FieldFileError) {
        let source = try FileSource(path: path)
        try self.init(decoding: source.bytes(from: 0, count: source.count), path: path)
    }

    /// Writes the file atomically.
    public func write(to path: String) throws(FieldFileError) {
        try AtomicFile.write([encoded()], to: path)
    }

    static let metadataKey = "__metadata__"
    /// The reference reader's own limit.
    static let largestHeader = 100_000_000

    /// The format's names of the element types.
    static let typeNames: [(type: NumpyArray.ElementType, name: String)] = [
        (.float64, "F64"), (.float32, "F32"), (.float16, "F16"), (.int64, "I64"), (.int32, "I32"), (.int16, "I16"),
        (.int8, "I8"), (.uint64, "U64"), (.uint32, "U32"), (.uint16, "U16"), (.uint8, "U8"), (.boolean, "BOOL"),
    ]
}

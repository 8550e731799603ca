import NumericsCore

/// An array of numbers in NumPy's `.npy` format.
///
/// Every numeric type is read into doubles: integers beyond 2^53 are rounded, complex numbers get a last axis of
/// length 2 (real, imaginary). Source: NumPy enhancement proposal 1, format versions 1.0 to 3.0.
public struct NumpyArray: Sendable, Equatable {
    /// How the elements are stored in the bytes.
    public var type: ElementType
    /// Values, row-major (converted from Fortran order if need be); complex types have a last axis of 2.
    public var values: Tensor<Double>

    public init(_ values: Tensor<Double>, as type: ElementType = .float64) {
        precondition(!type.isComplex || values.shape.last == 2, "complex values need a last axis of length 2")
        self.type = type
        self.values = values
    }

    /// Shape as NumPy sees it, without the axis added for complex numbers.
    public var shape: [Int] { type.isComplex ? values.shape.dropLast() : values.shape }

    /// The numeric types of NumPy.
    public enum ElementType: String, Sendable, Hashable, CaseIterable {
        case float64 = "f8"
        case float32 = "f4"
        case float16 = "f2"
        case int64 = "i8"
        case int32 = "i4"
        case int16 = "i2"
        case int8 = "i1"
        case uint64 = "u8"
        case uint32 = "u4"
        case uint16 = "u2"
        case uint8 = "u1"
        case boolean = "b1"
        case complex128 = "c16"
        case complex64 = "c8"

        public var isComplex: Bool { self == .complex64 || self == .complex128 }

        /// Bytes of one element.
        public var size: Int { Int(rawValue.dropFirst()) ?? 0 }

        /// The type string with byte order, as in the header: `<f8`, `|u1`.
        public var descriptor: String { (size == 1 ? "|" : "<") + rawValue }
    }
}

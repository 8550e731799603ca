/// Why bytes are not a NumPy array that can be read.
public enum NumpyError: Error, Sendable, Hashable {
    /// The bytes do not begin with `\x93NUMPY`.
    case notNumpy
    /// A version other than 1.0, 2.0 and 3.0.
    case unknownVersion(major: Int, minor: Int)
    /// The header is cut off, not a dictionary of `descr`, `fortran_order` and `shape`, or larger than 1 MiB.
    case malformedHeader(String)
    /// An element type that holds no numbers: text, records, Python objects.
    case unsupportedType(String)
    /// The shape needs more bytes than there are (or than can exist).
    case truncated(expectedBytes: Int, foundBytes: Int)
    /// The product of the extents overflows.
    case shapeTooLarge([Int])
}

/// How VTK files are written.
public struct VTKOptions: Sendable, Hashable {
    /// How the appended data are stored.
    public enum Encoding: String, Sendable, Hashable, CaseIterable {
        /// Bytes as they are: smallest and fastest, but not valid XML.
        case raw
        /// Text: a third larger, readable by generic XML tools.
        case base64
    }

    /// Which file type holds a tensor grid.
    public enum Format: String, Sendable, Hashable, CaseIterable {
        /// `.vtu` for grids over shapes, `.vti` where all axes are equally spaced, else `.vtr`.
        case byGrid
        /// Equally spaced points only.
        case vti
        case vtr
        /// Lines, quadrilaterals or hexahedra between the points.
        case vtu
    }

    public var format: Format
    public var encoding: Encoding
    /// Whether arrays are compressed with zlib.
    public var isCompressed: Bool
    /// Whether values are stored as 32-bit numbers (times and coordinates stay 64-bit).
    public var isSinglePrecision: Bool
    /// Bytes per compressed block; a multiple of 8.
    public var blockSize: Int
    /// Strings kept inside every file, so that a stray one can be traced: tool version, run, problem hash.
    public var provenance: [String: String]

    public init(
        format: Format = .byGrid, encoding: Encoding = .raw, isCompressed: Bool = false, isSinglePrecision: Bool = false,
        blockSize: Int = 1 << 20, provenance: [String: String] = [:]
    ) {
        precondition(blockSize > 0 && blockSize % 8 == 0, "blocks must hold whole numbers")
        self.format = format
        self.encoding = encoding
        self.isCompressed = isCompressed
        self.isSinglePrecision = isSinglePrecision
        self.blockSize = blockSize
        self.provenance = provenance
    }
}

/// One file inside a zip archive.
struct ZipMember: Hashable {
    var name: String
    var isDeflated: Bool
    var crc: UInt32
    var compressedSize: Int
    var size: Int
    /// Position of the local header.
    var offset: Int
}

import CZlib

/// The cyclic redundancy check of zip and PNG files (polynomial 0xEDB88320), taken piece by piece.
public struct CRC32: Sendable {
    /// Check value of all bytes so far.
    public private(set) var value: UInt32 = 0

    public init() {}

    /// Appends bytes.
    public mutating func update(_ bytes: UnsafeRawBufferPointer) {
        guard bytes.count > 0 else { return }
        let start = bytes.bindMemory(to: UInt8.self).baseAddress
        value = UInt32(truncatingIfNeeded: crc32_z(uLong(value), start, bytes.count))
    }

    /// Appends bytes.
    public mutating func update(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { update($0) }
    }

    /// Check value of an array of bytes.
    public static func checksum(_ bytes: [UInt8]) -> UInt32 {
        var crc = CRC32()
        crc.update(bytes)
        return crc.value
    }
}

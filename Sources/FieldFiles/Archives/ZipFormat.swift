/// Constants and small records of the zip format (PKWARE APPNOTE 6.3.9, sections 4.3 and 4.5.3).
enum ZipFormat {
    static let localSignature: UInt32 = 0x0403_4B50
    static let centralSignature: UInt32 = 0x0201_4B50
    static let endSignature: UInt32 = 0x0605_4B50
    static let end64Signature: UInt32 = 0x0606_4B50
    static let locator64Signature: UInt32 = 0x0706_4B50
    static let localSize = 30
    static let centralSize = 46
    static let endSize = 22
    static let end64Size = 56
    static let locator64Size = 20
    /// 1 January 1980, the earliest date: archives of equal content are equal bytes.
    static let date: UInt16 = 0x0021
}

/// Little-endian fields written one after the other.
struct ByteWriter {
    private(set) var bytes: [UInt8] = []

    mutating func put(_ value: some FixedWidthInteger) {
        withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
    }

    mutating func put(_ more: [UInt8]) {
        bytes += more
    }
}

/// Little-endian fields read one after the other; nil once the bytes are used up.
struct ByteReader {
    private let bytes: [UInt8]
    private(set) var position: Int

    init(_ bytes: [UInt8], at position: Int = 0) {
        self.bytes = bytes
        self.position = position
    }

    mutating func take<Word: FixedWidthInteger & UnsignedInteger>(_: Word.Type) -> Word? {
        let size = MemoryLayout<Word>.size
        guard position >= 0, bytes.count - position >= size else { return nil }
        var value: Word = 0
        for k in 0..<size { value |= Word(bytes[position + k]) << Word(8 * k) }
        position += size
        return value
    }

    mutating func take(_ count: Int) -> [UInt8]? {
        guard position >= 0, count >= 0, bytes.count - position >= count else { return nil }
        defer { position += count }
        return Array(bytes[position..<(position + count)])
    }

    mutating func skip(_ count: Int) {
        position += count
    }
}

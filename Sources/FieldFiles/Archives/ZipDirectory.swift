/// Where the directory of a zip archive lies.
struct ZipDirectory {
    let count: Int
    let size: Int
    let offset: Int

    /// Finds the end record, which a comment of up to 64 KiB may follow.
    init(_ source: any ByteSource) throws(FieldFileError) {
        let failure = FieldFileError.malformed(path: source.path, reason: try Self.complaint(source))
        let tailLength = min(source.count, ZipFormat.endSize + 0xFFFF)
        let tail = try source.bytes(from: source.count - tailLength, count: tailLength)
        guard tailLength >= ZipFormat.endSize else { throw failure }
        for start in stride(from: tailLength - ZipFormat.endSize, through: 0, by: -1) {
            var reader = ByteReader(tail, at: start)
            guard reader.take(UInt32.self) == ZipFormat.endSignature else { continue }
            reader.skip(6)
            guard let count = reader.take(UInt16.self), let size = reader.take(UInt32.self),
                let offset = reader.take(UInt32.self)
            else { throw failure }
            if count == 0xFFFF || size == 0xFFFF_FFFF || offset == 0xFFFF_FFFF {
                self = try ZipDirectory(large: source, endOffset: source.count - tailLength + start, failure)
            } else {
                (self.count, self.size, self.offset) = (Int(count), Int(size), Int(offset))
            }
            // Each entry needs its fixed part; a larger count would only cost memory.
            guard self.count <= self.size / ZipFormat.centralSize else { throw failure }
            return
        }
        throw failure
    }

    /// Archives start with their first entry and end with their directory.
    private static func complaint(_ source: any ByteSource) throws(FieldFileError) -> String {
        var reader = ByteReader(try source.bytes(from: 0, count: min(source.count, 4)))
        let isCut = reader.take(UInt32.self) == ZipFormat.localSignature
        return isCut ? "it is cut short: the directory at the end of the archive is missing" : "it is not a zip archive"
    }

    private init(large source: any ByteSource, endOffset: Int, _ failure: FieldFileError) throws(FieldFileError) {
        let locatorOffset = endOffset - ZipFormat.locator64Size
        guard locatorOffset >= 0 else { throw failure }
        var locator = ByteReader(try source.bytes(from: locatorOffset, count: ZipFormat.locator64Size))
        guard locator.take(UInt32.self) == ZipFormat.locator64Signature else { throw failure }
        locator.skip(4)
        guard let position = locator.take(UInt64.self), let start = Int(exactly: position) else { throw failure }
        var record = ByteReader(try source.bytes(from: start, count: ZipFormat.end64Size))
        guard record.take(UInt32.self) == ZipFormat.end64Signature else { throw failure }
        record.skip(28)
        guard let count = record.take(UInt64.self), let size = record.take(UInt64.self),
            let offset = record.take(UInt64.self), let exactCount = Int(exactly: count),
            let exactSize = Int(exactly: size), let exactOffset = Int(exactly: offset)
        else { throw failure }
        (self.count, self.size, self.offset) = (exactCount, exactSize, exactOffset)
    }
}

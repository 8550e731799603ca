import NumericsCore

/// Writes a zip archive of stored members, atomically; sizes above 4 GiB use Zip64.
final class ZipWriter {
    private let file: AtomicFile
    private var members: [ZipMember] = []
    private var position = 0
    /// Sizes and offsets from here on are written in Zip64 fields; lower in tests.
    private let limit: Int

    init(path: String, limit: Int = 0xFFFF_FFFF) throws(FieldFileError) {
        file = try AtomicFile(path: path)
        self.limit = limit
    }

    /// Appends a member.
    func add(_ name: String, _ bytes: [UInt8]) throws(FieldFileError) {
        let member = ZipMember(
            name: name, isDeflated: false, crc: CRC32.checksum(bytes), compressedSize: bytes.count,
            size: bytes.count, offset: position)
        try append(localHeader(member))
        try append(bytes)
        members.append(member)
    }

    /// Begins a member whose bytes follow by `put`.
    func begin(_ name: String, crc: UInt32, size: Int) throws(FieldFileError) {
        let member = ZipMember(
            name: name, isDeflated: false, crc: crc, compressedSize: size, size: size, offset: position)
        try append(localHeader(member))
        members.append(member)
    }

    /// Appends bytes of the member that was begun last.
    func put(_ bytes: [UInt8]) throws(FieldFileError) { try append(bytes) }

    /// Writes the directory and puts the archive in place.
    func finish(isFlushed: Bool = true) throws(FieldFileError) {
        let start = position
        for member in members { try append(centralHeader(member)) }
        try append(endRecords(start: start, size: position - start))
        try file.commit(isFlushed: isFlushed)
    }

    private func append(_ bytes: [UInt8]) throws(FieldFileError) {
        try file.write(bytes)
        position += bytes.count
    }

    private func isLarge(_ value: Int) -> Bool { value >= limit }

    private func short(_ value: Int) -> UInt32 { isLarge(value) ? 0xFFFF_FFFF : UInt32(value) }

    private func localHeader(_ member: ZipMember) -> [UInt8] {
        var extra = ByteWriter()
        if isLarge(member.size) {
            extra.put(UInt16(1))
            extra.put(UInt16(16))
            extra.put(UInt64(member.size))
            extra.put(UInt64(member.compressedSize))
        }
        var header = ByteWriter()
        header.put(ZipFormat.localSignature)
        header.put(UInt16(isLarge(member.size) ? 45 : 20))
        putCommon(member, extra: extra.bytes, into: &header)
        header.put(Array(member.name.utf8))
        header.put(extra.bytes)
        return header.bytes
    }

    private func centralHeader(_ member: ZipMember) -> [UInt8] {
        var fields = ByteWriter()
        if isLarge(member.size) {
            fields.put(UInt64(member.size))
            fields.put(UInt64(member.compressedSize))
        }
        if isLarge(member.offset) { fields.put(UInt64(member.offset)) }
        var extra = ByteWriter()
        if !fields.bytes.isEmpty {
            extra.put(UInt16(1))
            extra.put(UInt16(fields.bytes.count))
            extra.put(fields.bytes)
        }
        var header = ByteWriter()
        header.put(ZipFormat.centralSignature)
        header.put(UInt16(45))
        header.put(UInt16(extra.bytes.isEmpty ? 20 : 45))
        putCommon(member, extra: extra.bytes, into: &header)
        // No comment, disk 0, no attributes.
        header.put(Array(repeating: 0, count: 10))
        header.put(short(member.offset))
        header.put(Array(member.name.utf8))
        header.put(extra.bytes)
        return header.bytes
    }

    private func putCommon(_ member: ZipMember, extra: [UInt8], into header: inout ByteWriter) {
        // Bit 11: the name is UTF-8. Method 0: stored.
        header.put(UInt16(0x0800))
        header.put(UInt16(0))
        header.put(UInt16(0))
        header.put(ZipFormat.date)
        header.put(member.crc)
        header.put(short(member.size))
        header.put(short(member.size))
        header.put(UInt16(member.name.utf8.count))
        header.put(UInt16(extra.count))
    }

    private func endRecords(start: Int, size: Int) -> [UInt8] {
        var end = ByteWriter()
        if isLarge(start) || isLarge(size) || members.count >= min(limit, 0xFFFF) {
            end.put(ZipFormat.end64Signature)
            end.put(UInt64(ZipFormat.end64Size - 12))
            end.put(UInt16(45))
            end.put(UInt16(45))
            end.put(UInt64(0))
            for value in [members.count, members.count, size, start] { end.put(UInt64(value)) }
            end.put(ZipFormat.locator64Signature)
            end.put(UInt32(0))
            end.put(UInt64(start + size))
            end.put(UInt32(1))
        }
        let count = members.count >= min(limit, 0xFFFF) ? 0xFFFF : UInt16(members.count)
        end.put(ZipFormat.endSignature)
        end.put(UInt32(0))
        end.put(count)
        end.put(count)
        end.put(short(size))
        end.put(short(start))
        end.put(UInt16(0))
        return end.bytes
    }
}

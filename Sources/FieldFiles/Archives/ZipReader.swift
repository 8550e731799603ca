import NumericsCore

/// Reads zip archives of stored or deflated members; never traps, whatever the bytes.
struct ZipReader {
    private let source: any ByteSource
    /// Members in the order of the directory.
    let members: [ZipMember]

    init(_ source: any ByteSource) throws(FieldFileError) {
        self.source = source
        let directory = try ZipDirectory(source)
        let bytes = try source.bytes(from: directory.offset, count: directory.size)
        var reader = ByteReader(bytes)
        var members: [ZipMember] = []
        for _ in 0..<directory.count {
            guard let member = ZipMember(&reader) else {
                throw .malformed(path: source.path, reason: "its directory is not a zip directory")
            }
            members.append(member)
        }
        self.members = members
    }

    /// The content of a member, checked against its checksum.
    func content(of member: ZipMember) throws(FieldFileError) -> [UInt8] {
        let header = try source.bytes(from: member.offset, count: ZipFormat.localSize)
        var reader = ByteReader(header)
        let signature = reader.take(UInt32.self)
        reader.skip(22)
        guard signature == ZipFormat.localSignature, let nameLength = reader.take(UInt16.self),
            let extraLength = reader.take(UInt16.self)
        else { throw .malformed(path: source.path, reason: "'\(member.name)' is not where the directory says") }
        let start = member.offset + ZipFormat.localSize + Int(nameLength) + Int(extraLength)
        let stored = try source.bytes(from: start, count: member.compressedSize)
        let content = member.isDeflated ? try inflated(stored, member) : stored
        guard content.count == member.size, CRC32.checksum(content) == member.crc else {
            throw .corrupted(path: source.path, reason: "the checksum of '\(member.name)' is wrong")
        }
        return content
    }

    private func inflated(_ stored: [UInt8], _ member: ZipMember) throws(FieldFileError) -> [UInt8] {
        // Deflate cannot shrink more than 1032-fold; a larger claim is a lie and must not be allocated.
        guard member.size / 1032 <= stored.count + 1 else {
            throw .malformed(path: source.path, reason: "'\(member.name)' claims an impossible size")
        }
        do {
            return try Deflate.decompress(stored, count: member.size, isRaw: true)
        } catch {
            throw .corrupted(path: source.path, reason: "'\(member.name)' does not decompress")
        }
    }
}

extension ZipMember {
    /// Reads one entry of the directory.
    fileprivate init?(_ reader: inout ByteReader) {
        guard reader.take(UInt32.self) == ZipFormat.centralSignature else { return nil }
        reader.skip(4)
        guard let flags = reader.take(UInt16.self), let method = reader.take(UInt16.self) else { return nil }
        reader.skip(4)
        guard let crc = reader.take(UInt32.self), let compressed = reader.take(UInt32.self),
            let size = reader.take(UInt32.self), let nameLength = reader.take(UInt16.self),
            let extraLength = reader.take(UInt16.self), let commentLength = reader.take(UInt16.self)
        else { return nil }
        reader.skip(8)
        guard let offset = reader.take(UInt32.self), let name = reader.take(Int(nameLength)),
            let extra = reader.take(Int(extraLength))
        else { return nil }
        reader.skip(Int(commentLength))
        // Bit 0: encrypted.
        guard method == 0 || method == 8, flags & 1 == 0 else { return nil }
        self.init(
            name: String(decoding: name, as: UTF8.self), isDeflated: method == 8, crc: crc,
            compressedSize: Int(compressed), size: Int(size), offset: Int(offset))
        guard applyLargeSizes(extra) else { return nil }
    }

    /// Replaces the sizes that do not fit 32 bits by those of the Zip64 extra field.
    private mutating func applyLargeSizes(_ extra: [UInt8]) -> Bool {
        var reader = ByteReader(extra)
        while let tag = reader.take(UInt16.self), let length = reader.take(UInt16.self),
            let body = reader.take(Int(length))
        {
            guard tag == 1 else { continue }
            var fields = ByteReader(body)
            for path in [\ZipMember.size, \ZipMember.compressedSize, \ZipMember.offset]
            where self[keyPath: path] == 0xFFFF_FFFF {
                guard let value = fields.take(UInt64.self), let number = Int(exactly: value), number < 1 << 62 else {
                    return false
                }
                self[keyPath: path] = number
            }
        }
        return true
    }
}

import Foundation
import NumericsCore

/// A file of records of equal size that only ever grows, each with a checksum; what a process that dies leaves is whole.
///
/// Layout: 8 bytes `ANSREC01`, lengths of the identity and of a record as u32, the identity (text of the owner's choice), CRC-32
/// of everything before; then records, each followed by its CRC-32. All numbers are little endian. A record cut off at the end,
/// as a killed process leaves it, is dropped when the file is opened; any other damage is refused.
public final class RecordJournal {
    public let path: String
    /// What the journal was started for.
    public let identity: String
    /// Bytes of one record.
    public let recordSize: Int
    /// Number of whole records.
    public private(set) var count = 0
    private let descriptor: Int32
    private let start: Int

    private static let magic = Array("ANSREC01".utf8)

    /// Starts a journal; one that is there is replaced.
    /// - Throws: `FieldFileError`.
    public init(creating path: String, identity: String, recordSize: Int) throws(FieldFileError) {
        self.path = path
        self.identity = identity
        self.recordSize = recordSize
        var header = ByteWriter()
        header.put(Self.magic)
        header.put(UInt32(identity.utf8.count))
        header.put(UInt32(recordSize))
        header.put(Array(identity.utf8))
        header.put(CRC32.checksum(header.bytes))
        start = header.bytes.count
        // Under its name only with a whole header, so that a journal without one is damage.
        try AtomicFile.write([header.bytes], to: path)
        descriptor = try Self.locked(path)
        guard lseek(descriptor, 0, SEEK_END) >= 0 else { throw .system(.open, path: path, code: errno) }
    }

    /// Opens a journal to go on with, after checking every record; no other process can write it then.
    /// - Throws: `FieldFileError`; `.malformed` and `.corrupted` say what is wrong with the bytes, `.locked` that a process
    ///   writes it.
    public convenience init(opening path: String) throws(FieldFileError) {
        try self.init(path, descriptor: Self.locked(path), isWritten: true)
    }

    /// Opens a journal to read the records that are there now, and checks them; another process may be writing it.
    ///
    /// Nothing can be appended, and the file stays as it is.
    /// - Throws: `FieldFileError`.
    public convenience init(reading path: String) throws(FieldFileError) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        if descriptor < 0 { throw .system(.open, path: path, code: errno) }
        try self.init(path, descriptor: descriptor, isWritten: false)
    }

    private init(_ path: String, descriptor: Int32, isWritten: Bool) throws(FieldFileError) {
        do throws(FieldFileError) {
            let content = try Self.content(descriptor, path)
            let end = off_t(content.start + content.count * (content.recordSize + 4))
            if isWritten, ftruncate(descriptor, end) != 0 || lseek(descriptor, 0, SEEK_END) < 0 {
                throw .system(.write, path: path, code: errno)
            }
            (self.path, self.descriptor) = (path, descriptor)
            (identity, recordSize, start, count) = content
        } catch {
            close(descriptor)
            throw error
        }
    }

    /// The header, and the number of whole records, all of them checked.
    private static func content(
        _ descriptor: Int32, _ path: String
    ) throws(FieldFileError) -> (identity: String, recordSize: Int, start: Int, count: Int) {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .system(.read, path: path, code: errno) }
        let fileSize = Int(status.st_size)
        func bytes(_ offset: Int, _ count: Int) throws(FieldFileError) -> [UInt8] {
            guard count <= fileSize - offset else { throw .malformed(path: path, reason: "it ends before the data it announces") }
            return try Self.bytes(descriptor, path, from: offset, count: count)
        }
        var reader = ByteReader(try bytes(0, min(16, fileSize)))
        guard reader.take(8) == Self.magic, let length = reader.take(UInt32.self), let size = reader.take(UInt32.self) else {
            throw .malformed(path: path, reason: "it is no journal of samples")
        }
        let header = try bytes(0, 16 + Int(length))
        var check = ByteReader(try bytes(header.count, 4))
        guard check.take(UInt32.self) == CRC32.checksum(header), let text = String(validating: header[16...], as: UTF8.self) else {
            throw .corrupted(path: path, reason: "the checksum of its header is wrong")
        }
        let (start, step) = (header.count + 4, Int(size) + 4)
        let whole = (fileSize - start) / step
        for index in 0..<whole where try payload(bytes(start + index * step, step)) == nil {
            throw .corrupted(path: path, reason: "the checksum of record \(index + 1) of \(whole) is wrong")
        }
        return (text, Int(size), start, whole)
    }

    private static func bytes(_ descriptor: Int32, _ path: String, from offset: Int, count: Int) throws(FieldFileError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        var filled = 0
        while filled < count {
            let got = bytes.withUnsafeMutableBytes {
                pread(descriptor, $0.baseAddress! + filled, count - filled, off_t(offset + filled))
            }
            if got < 0 && errno == EINTR { continue }
            guard got > 0 else { throw .system(.read, path: path, code: got < 0 ? errno : EIO) }
            filled += got
        }
        return bytes
    }

    deinit { close(descriptor) }

    private static func locked(_ path: String) throws(FieldFileError) -> Int32 {
        let descriptor = open(path, O_RDWR | O_CLOEXEC)
        if descriptor < 0 { throw .system(.open, path: path, code: errno) }
        if flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            close(descriptor)
            throw .locked(path: path)
        }
        return descriptor
    }

    private static func payload(_ bytes: [UInt8]) -> [UInt8]? {
        var reader = ByteReader(bytes)
        guard let payload = reader.take(bytes.count - 4), reader.take(UInt32.self) == CRC32.checksum(payload) else { return nil }
        return payload
    }

    /// Appends records and flushes them to the disk.
    ///
    /// Precondition: each has `recordSize` bytes.
    /// - Throws: `FieldFileError`.
    public func append(_ records: [[UInt8]]) throws(FieldFileError) {
        var writer = ByteWriter()
        for record in records {
            precondition(record.count == recordSize, "a record of \(record.count) bytes in a journal of \(recordSize)")
            writer.put(record)
            writer.put(CRC32.checksum(record))
        }
        var done = 0
        while done < writer.bytes.count {
            let written = writer.bytes.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress! + done, $0.count - done) }
            if written < 0 {
                if errno == EINTR { continue }
                throw .system(.write, path: path, code: errno)
            }
            done += written
        }
        guard fsync(descriptor) == 0 else { throw .system(.synchronize, path: path, code: errno) }
        count += records.count
    }

    /// One record. Precondition: the index is less than `count`.
    /// - Throws: `FieldFileError`.
    public func record(_ index: Int) throws(FieldFileError) -> [UInt8] {
        precondition(index >= 0 && index < count, "record \(index) of \(count)")
        let step = recordSize + 4
        let bytes = try Self.bytes(descriptor, path, from: start + index * step, count: step)
        guard let payload = Self.payload(bytes) else {
            throw .corrupted(path: path, reason: "the checksum of record \(index + 1) is wrong")
        }
        return payload
    }
}

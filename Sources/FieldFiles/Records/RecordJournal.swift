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

    /// Opens a journal to go on with, after checking every record.
    /// - Throws: `FieldFileError`; `.malformed` and `.corrupted` say what is wrong with the bytes.
    public init(opening path: String) throws(FieldFileError) {
        self.path = path
        let source = try FileSource(path: path)
        let prefix = try source.bytes(from: 0, count: min(16, source.count))
        var reader = ByteReader(prefix)
        guard reader.take(8) == Self.magic, let length = reader.take(UInt32.self), let size = reader.take(UInt32.self) else {
            throw .malformed(path: path, reason: "it is no journal of samples")
        }
        let header = try source.bytes(from: 0, count: 16 + Int(length))
        var check = ByteReader(try source.bytes(from: header.count, count: 4))
        guard check.take(UInt32.self) == CRC32.checksum(header), let text = String(validating: header[16...], as: UTF8.self) else {
            throw .corrupted(path: path, reason: "the checksum of its header is wrong")
        }
        identity = text
        recordSize = Int(size)
        start = header.count + 4
        let step = recordSize + 4
        let whole = (source.count - start) / step
        for index in 0..<whole {
            guard Self.payload(try source.bytes(from: start + index * step, count: step)) != nil else {
                throw .corrupted(path: path, reason: "the checksum of record \(index + 1) of \(whole) is wrong")
            }
        }
        count = whole
        descriptor = try Self.locked(path)
        guard ftruncate(descriptor, off_t(start + whole * step)) == 0, lseek(descriptor, 0, SEEK_END) >= 0 else {
            throw .system(.write, path: path, code: errno)
        }
    }

    deinit { close(descriptor) }

    private static func locked(_ path: String) throws(FieldFileError) -> Int32 {
        let descriptor = open(path, O_RDWR | O_CLOEXEC)
        if descriptor < 0 { throw .system(.open, path: path, code: errno) }
        if flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            close(descriptor)
            throw .unsupported(path: path, reason: "another process is writing it")
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
        var bytes = [UInt8](repeating: 0, count: step)
        var filled = 0
        while filled < step {
            let got = bytes.withUnsafeMutableBytes {
                pread(descriptor, $0.baseAddress! + filled, step - filled, off_t(start + index * step + filled))
            }
            if got < 0 && errno == EINTR { continue }
            guard got > 0 else { throw .system(.read, path: path, code: got < 0 ? errno : EIO) }
            filled += got
        }
        guard let payload = Self.payload(bytes) else {
            throw .corrupted(path: path, reason: "the checksum of record \(index + 1) is wrong")
        }
        return payload
    }
}

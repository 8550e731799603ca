import Foundation

/// Bytes that can be read in any order.
public protocol ByteSource {
    /// Name for messages.
    var path: String { get }
    /// Number of bytes.
    var count: Int { get }
    /// Reads `count` bytes from `offset`; throws `.malformed` when they reach past the end.
    func bytes(from offset: Int, count: Int) throws(FieldFileError) -> [UInt8]
}

extension ByteSource {
    func checkRange(_ offset: Int, _ length: Int) throws(FieldFileError) {
        guard offset >= 0, length >= 0, offset <= count, length <= count - offset else {
            throw .malformed(path: path, reason: "it ends before the data it announces")
        }
    }
}

/// Bytes in memory.
public struct MemorySource: ByteSource, Sendable {
    public let path: String
    private let content: [UInt8]

    public init(_ content: [UInt8], path: String = "memory") {
        self.content = content
        self.path = path
    }

    public var count: Int { content.count }

    public func bytes(from offset: Int, count: Int) throws(FieldFileError) -> [UInt8] {
        try checkRange(offset, count)
        return Array(content[offset..<(offset + count)])
    }
}

/// A file opened for reading.
public final class FileSource: ByteSource {
    public let path: String
    public let count: Int
    private let descriptor: Int32

    public init(path: String) throws(FieldFileError) {
        self.path = path
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        if descriptor < 0 { throw .system(.open, path: path, code: errno) }
        var status = stat()
        if fstat(descriptor, &status) != 0 {
            let code = errno
            close(descriptor)
            throw .system(.open, path: path, code: code)
        }
        if status.st_mode & S_IFMT == S_IFDIR {
            close(descriptor)
            throw .system(.open, path: path, code: EISDIR)
        }
        count = Int(status.st_size)
    }

    deinit { close(descriptor) }

    public func bytes(from offset: Int, count length: Int) throws(FieldFileError) -> [UInt8] {
        try checkRange(offset, length)
        var code: Int32 = 0
        let result = [UInt8](unsafeUninitializedCapacity: length) { buffer, filled in
            while filled < length {
                let destination = buffer.baseAddress.map { $0 + filled }
                let got = pread(descriptor, destination, min(length - filled, 1 << 30), off_t(offset + filled))
                if got < 0 && errno == EINTR { continue }
                if got <= 0 {
                    code = got < 0 ? errno : 0
                    return
                }
                filled += got
            }
        }
        if code != 0 { throw .system(.read, path: path, code: code) }
        guard result.count == length else { throw .malformed(path: path, reason: "it shrank while being read") }
        return result
    }
}

import Fields
import Foundation

/// Why a file could not be written or read.
public enum FieldFileError: Error, Sendable, Hashable {
    /// What was being done when the system refused.
    public enum Operation: String, Sendable, Hashable {
        case createFolder = "create the folder"
        case create = "create"
        case write = "write"
        case synchronize = "flush"
        case rename = "put in place"
        case open = "open"
        case read = "read"
    }

    /// A system call failed; `code` is its errno.
    case system(Operation, path: String, code: Int32)
    /// The bytes are not a file of the expected format, or are cut off.
    case malformed(path: String, reason: String)
    /// A line of a text file is not of the expected format; lines count from 1.
    case malformedLine(path: String, line: Int, reason: String)
    /// The format is right and a checksum is not: the file was damaged.
    case corrupted(path: String, reason: String)
    /// The data cannot be expressed in the format.
    case unsupported(path: String, reason: String)
    /// Another process is writing the file.
    case locked(path: String)
    /// An archive has no array of this name.
    case keyMissing(path: String, key: String, available: [String])
    /// A member of an archive is not an array of numbers.
    case array(path: String, key: String, NumpyError)
}

extension FieldFileError: CustomStringConvertible {
    /// One sentence with the path and the system's own words.
    public var description: String {
        switch self {
        case .system(let operation, let path, let code):
            "cannot \(operation.rawValue) '\(path)': \(String(cString: strerror(code)))"
        case .malformed(let path, let reason): "'\(path)' cannot be read: \(reason)"
        case .malformedLine(let path, let line, let reason): "\(path):\(line): \(reason)"
        case .corrupted(let path, let reason): "'\(path)' is damaged: \(reason)"
        case .unsupported(let path, let reason): "'\(path)' cannot be written: \(reason)"
        case .locked(let path): "'\(path)' cannot be written: another process is writing it"
        case .keyMissing(let path, let key, let available):
            "'\(path)' has no array '\(key)'; it has \(available.joined(separator: ", "))"
        case .array(let path, let key, let error): "array '\(key)' of '\(path)' cannot be read: \(error)"
        }
    }
}

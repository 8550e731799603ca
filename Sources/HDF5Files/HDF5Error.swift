/// Why an HDF5 file could not be read or written.
public enum HDF5Error: Error, Sendable, Hashable {
    /// The file is missing, not readable, not HDF5 or cut off; `reason` is the library's own sentence.
    case cannotOpen(path: String, reason: String)
    /// The file cannot be made or put in place.
    case cannotCreate(path: String, reason: String)
    /// There is no data set of this name.
    case missing(path: String, key: String, available: [String])
    /// The data set is there, but cannot be read: a type that holds no numbers, a damaged chunk, a size beyond memory.
    case cannotRead(path: String, key: String, reason: String)
    /// The library refused to write.
    case cannotWrite(path: String, key: String, reason: String)
}

extension HDF5Error: CustomStringConvertible {
    /// One sentence with the path.
    public var description: String {
        switch self {
        case .cannotOpen(let path, let reason): "'\(path)' cannot be read as HDF5: \(reason)"
        case .cannotCreate(let path, let reason): "cannot create '\(path)': \(reason)"
        case .missing(let path, let key, let available):
            "'\(path)' has no data set '\(key)'; it has \(available.joined(separator: ", "))"
        case .cannotRead(let path, let key, let reason): "data set '\(key)' of '\(path)' cannot be read: \(reason)"
        case .cannotWrite(let path, let key, let reason): "cannot write '\(key)' to '\(path)': \(reason)"
        }
    }
}

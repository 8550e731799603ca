import CHDF5
import Foundation

/// Serialised access to libhdf5, which as Debian builds it must not be entered by two threads at a time.
enum HDF5Library {
    private static let lock = NSRecursiveLock()
    private static let isSilenced: Void = ansatz_h5_silence()

    /// Runs `body` while no other thread is inside the library.
    static func locked<Result, Failure: Error>(_ body: () throws(Failure) -> Result) throws(Failure) -> Result {
        lock.lock()
        defer { lock.unlock() }
        _ = isSilenced
        return try body()
    }

    /// The most specific sentence about the last failure.
    static var lastError: String { String(cString: ansatz_h5_last_error()) }

    /// Version of the library in use: major, minor, release.
    static var version: String {
        locked {
            var (major, minor, release) = (UInt32(0), UInt32(0), UInt32(0))
            H5get_libversion(&major, &minor, &release)
            return "\(major).\(minor).\(release)"
        }
    }
}

/// What a call of the library gave back, closed when it is no longer used.
final class HDF5Handle {
    let id: hid_t
    private let close: (hid_t) -> herr_t

    /// Nil where the call failed.
    init?(_ id: hid_t, close: @escaping (hid_t) -> herr_t) {
        guard id >= 0 else { return nil }
        self.id = id
        self.close = close
    }

    deinit { _ = HDF5Library.locked { close(id) } }
}

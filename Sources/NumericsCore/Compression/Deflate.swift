import CZlib

/// Compression by zlib.
public enum Deflate {
    /// Why bytes could not be decompressed.
    public enum Failure: Error, Sendable, Hashable {
        /// The bytes are not a deflate stream, or do not unfold to the announced size.
        case corrupted
    }

    /// Compresses bytes into the zlib format (RFC 1950), as VTK's `vtkZLibDataCompressor` expects.
    /// - Parameter level: 1 (fast) to 9 (small).
    public static func compress(_ bytes: UnsafeRawBufferPointer, level: Int = 5) -> [UInt8] {
        var length = compressBound(uLong(bytes.count))
        return [UInt8](unsafeUninitializedCapacity: Int(length)) { output, filled in
            // zlib refuses a null input pointer even for no bytes at all.
            let empty: [UInt8] = [0]
            let status = empty.withUnsafeBufferPointer { fallback in
                let source = bytes.bindMemory(to: UInt8.self).baseAddress ?? fallback.baseAddress
                return compress2(output.baseAddress, &length, source, uLong(bytes.count), Int32(level))
            }
            precondition(status == Z_OK, "zlib failed on a buffer of the size it asked for")
            filled = Int(length)
        }
    }

    /// Compresses an array of bytes; see `compress(_:level:)`.
    public static func compress(_ bytes: [UInt8], level: Int = 5) -> [UInt8] {
        bytes.withUnsafeBytes { compress($0, level: level) }
    }

    /// Unfolds a raw deflate stream (RFC 1951, as in zip files) or a zlib stream to exactly `count` bytes.
    ///
    /// The caller bounds `count`; nothing larger is allocated, so that a small hostile file cannot fill the memory.
    public static func decompress(_ bytes: [UInt8], count: Int, isRaw: Bool) throws(Failure) -> [UInt8] {
        guard count >= 0, bytes.count <= Int(UInt32.max), count < Int(UInt32.max) else { throw .corrupted }
        var status = Z_STREAM_ERROR
        var input = bytes
        // One spare byte reveals a stream that is longer than announced.
        let output = [UInt8](unsafeUninitializedCapacity: count + 1) { output, filled in
            input.withUnsafeMutableBufferPointer { source in
                var stream = z_stream()
                stream.next_in = source.baseAddress
                stream.avail_in = uInt(source.count)
                stream.next_out = output.baseAddress
                stream.avail_out = uInt(count + 1)
                let windowBits: Int32 = isRaw ? -15 : 15
                let size = Int32(MemoryLayout<z_stream>.size)
                guard inflateInit2_(&stream, windowBits, zlibVersion(), size) == Z_OK else { return }
                status = inflate(&stream, Z_FINISH)
                filled = Int(stream.total_out)
                inflateEnd(&stream)
            }
        }
        guard status == Z_STREAM_END, output.count == count else { throw .corrupted }
        return output
    }
}

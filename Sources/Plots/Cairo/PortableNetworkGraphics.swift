import NumericsCore

/// PNG files (ISO/IEC 15948), written faster than by libpng's defaults: pictures of a run must not hold it up.
enum PortableNetworkGraphics {
    /// Encodes opaque pixels.
    /// - Parameters:
    ///   - pixels: 0x00RRGGBB in the machine's byte order, rows `stride` bytes apart.
    static func encode(_ pixels: UnsafeRawBufferPointer, stride: Int, width: Int, height: Int) -> [UInt8] {
        var file: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
        // Eight bits a part, red, green, blue.
        append("IHDR", bytes(UInt32(width)) + bytes(UInt32(height)) + [8, 2, 0, 0, 0], to: &file)
        // 144 pixels to an inch: two to a point.
        append("pHYs", bytes(5669) + bytes(5669) + [1], to: &file)
        append("IDAT", Deflate.compress(filtered(pixels, stride: stride, width: width, height: height), level: 2), to: &file)
        append("IEND", [], to: &file)
        return file
    }

    /// Rows of bytes as differences to the row above (filter 2): flat ground becomes zeros.
    private static func filtered(_ pixels: UnsafeRawBufferPointer, stride: Int, width: Int, height: Int) -> [UInt8] {
        let length = 1 + 3 * width
        return [UInt8](unsafeUninitializedCapacity: length * height) { output, count in
            count = length * height
            for row in 0..<height {
                let line = UnsafeMutableBufferPointer(rebasing: output[(row * length)..<((row + 1) * length)])
                line[0] = 2
                let here = pixels.baseAddress! + row * stride
                let above = row > 0 ? here - stride : nil
                for column in 0..<width {
                    let now = here.load(fromByteOffset: 4 * column, as: UInt32.self)
                    let before = above?.load(fromByteOffset: 4 * column, as: UInt32.self) ?? 0
                    line[1 + 3 * column] = UInt8(truncatingIfNeeded: now >> 16) &- UInt8(truncatingIfNeeded: before >> 16)
                    line[2 + 3 * column] = UInt8(truncatingIfNeeded: now >> 8) &- UInt8(truncatingIfNeeded: before >> 8)
                    line[3 + 3 * column] = UInt8(truncatingIfNeeded: now) &- UInt8(truncatingIfNeeded: before)
                }
            }
        }
    }

    private static func append(_ name: String, _ content: [UInt8], to file: inout [UInt8]) {
        let body = Array(name.utf8) + content
        file += bytes(UInt32(content.count)) + body + bytes(CRC32.checksum(body))
    }

    private static func bytes(_ value: UInt32) -> [UInt8] {
        [UInt8(value >> 24), UInt8(value >> 16 & 0xFF), UInt8(value >> 8 & 0xFF), UInt8(value & 0xFF)]
    }
}

import Foundation
import NumericsCore

/// Turns the bytes of arrays into the appended section of a VTK file, and knows where each begins.
struct VTKPayload {
    private let options: VTKOptions
    private(set) var pieces: [[UInt8]] = []
    /// Where the next array begins: bytes after the underscore, or characters when encoded.
    private(set) var offset = 0

    init(_ options: VTKOptions) {
        self.options = options
    }

    /// Stores the bytes of one array and returns its offset.
    mutating func append(_ bytes: [UInt8]) -> Int {
        let start = offset
        if options.isCompressed {
            let (header, blocks) = compressed(bytes)
            // Readers expect header and data of compressed arrays to be encoded apart, each with its own padding.
            add(encoded(header))
            add(encoded(blocks))
        } else {
            let header = littleEndianBytes([bytes.count]) { UInt64($0) }
            switch options.encoding {
            case .raw:
                add(header)
                add(bytes)
            case .base64: add(encoded(header + bytes))
            }
        }
        return start
    }

    private mutating func add(_ piece: [UInt8]) {
        offset += piece.count
        pieces.append(piece)
    }

    private func encoded(_ bytes: [UInt8]) -> [UInt8] {
        switch options.encoding {
        case .raw: bytes
        case .base64: [UInt8](Data(bytes).base64EncodedData())
        }
    }

    /// The header [blocks, block size, last size or 0, compressed sizes…] and the compressed blocks.
    private func compressed(_ bytes: [UInt8]) -> (header: [UInt8], blocks: [UInt8]) {
        let size = options.blockSize
        let count = (bytes.count + size - 1) / size
        var sizes: [Int] = []
        var blocks: [UInt8] = []
        for block in 0..<count {
            let range = (block * size)..<min((block + 1) * size, bytes.count)
            let packed = bytes.withUnsafeBytes { Deflate.compress(UnsafeRawBufferPointer(rebasing: $0[range])) }
            sizes.append(packed.count)
            blocks += packed
        }
        let header = [count, size, bytes.count % size] + sizes
        return (littleEndianBytes(header) { UInt64($0) }, blocks)
    }
}

/// The header of a `.npy` file.
struct NumpyHeader: Equatable {
    var type: NumpyArray.ElementType
    var isBigEndian = false
    var isFortranOrder = false
    var shape: [Int]
    /// Position of the first data byte.
    var dataOffset = 0

    static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)
    private static let largestLength = 1 << 20

    init(type: NumpyArray.ElementType, shape: [Int]) {
        self.type = type
        self.shape = shape
    }

    /// Reads the header at the start of `bytes`; never traps, whatever the bytes.
    init(decoding bytes: [UInt8]) throws(NumpyError) {
        guard bytes.starts(with: Self.magic) else { throw .notNumpy }
        guard bytes.count >= 10 else { throw .malformedHeader("the file ends inside the header") }
        let (major, minor) = (Int(bytes[6]), Int(bytes[7]))
        guard (1...3).contains(major), minor == 0 else { throw .unknownVersion(major: major, minor: minor) }
        let lengthBytes = major == 1 ? 2 : 4
        let start = 8 + lengthBytes
        guard bytes.count >= start else { throw .malformedHeader("the file ends inside the header") }
        let length = bytes[8..<start].reversed().reduce(0) { $0 << 8 | Int($1) }
        guard length <= Self.largestLength else { throw .malformedHeader("the header claims \(length) bytes") }
        guard bytes.count - start >= length else { throw .malformedHeader("the file ends inside the header") }
        var parser = PythonLiteralParser(bytes[start..<(start + length)])
        let entries = try parser.dictionary()
        try self.init(entries: entries, dataOffset: start + length)
    }

    private init(entries: [String: PythonLiteral], dataOffset: Int) throws(NumpyError) {
        guard case .boolean(let isFortranOrder)? = entries["fortran_order"] else {
            throw .malformedHeader("'fortran_order' is missing or not a boolean")
        }
        guard case .integers(let shape)? = entries["shape"], shape.count <= 64, shape.allSatisfy({ $0 >= 0 }) else {
            throw .malformedHeader("'shape' is missing or not a tuple of sizes")
        }
        guard case .text(let descriptor)? = entries["descr"] else {
            throw entries["descr"] == nil ? .malformedHeader("'descr' is missing") : .unsupportedType("a record")
        }
        let order = descriptor.first
        let name = order.map { "<>|=".contains($0) } == true ? String(descriptor.dropFirst()) : descriptor
        guard let type = NumpyArray.ElementType(rawValue: name) else { throw .unsupportedType(descriptor) }
        self.type = type
        self.shape = shape
        self.isFortranOrder = isFortranOrder
        self.dataOffset = dataOffset
        isBigEndian = order == ">"
    }

    /// Number of elements and of data bytes; throws when they cannot be represented.
    func sizes() throws(NumpyError) -> (elements: Int, bytes: Int) {
        var elements = 1
        // Two more factors for the byte size keep every later product of these extents in range.
        for extent in shape {
            let (product, overflow) = elements.multipliedReportingOverflow(by: extent)
            if overflow || product > Int.max / 64 { throw .shapeTooLarge(shape) }
            elements = product
        }
        return (elements, elements * type.size)
    }

    /// The header in format 1.0 (2.0 beyond 64 KiB), padded so that the data start at a multiple of 64.
    func encoded() -> [UInt8] {
        let extents = shape.map(String.init).joined(separator: ", ") + (shape.count == 1 ? "," : "")
        let text = "{'descr': '\(type.descriptor)', 'fortran_order': False, 'shape': (\(extents)), }"
        let isShort = text.utf8.count + 1 + 64 < 65536
        let prefix = isShort ? 10 : 12
        let padding = (64 - (prefix + text.utf8.count + 1) % 64) % 64
        let length = text.utf8.count + padding + 1
        var bytes = Self.magic + [isShort ? 1 : 2, 0]
        for position in 0..<(prefix - 8) { bytes.append(UInt8(truncatingIfNeeded: length >> (8 * position))) }
        return bytes + Array(text.utf8) + Array(repeating: 0x20, count: padding) + [0x0A]
    }
}

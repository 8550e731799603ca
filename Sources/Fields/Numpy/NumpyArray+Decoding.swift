import NumericsCore

extension NumpyArray {
    /// Reads an array; bytes after the data are ignored, as NumPy does. Never traps, whatever the bytes.
    public init(decoding bytes: [UInt8]) throws(NumpyError) {
        let header = try NumpyHeader(decoding: bytes)
        let sizes = try header.sizes()
        let found = bytes.count - header.dataOffset
        guard found >= sizes.bytes else { throw .truncated(expectedBytes: sizes.bytes, foundBytes: found) }
        let count = sizes.elements * (header.type.isComplex ? 2 : 1)
        let elements = Self.elements(
            bytes, from: header.dataOffset, count: count, type: header.type, isBigEndian: header.isBigEndian)
        let suffix = header.type.isComplex ? [2] : []
        type = header.type
        if header.isFortranOrder && header.shape.count > 1 {
            let columns = Tensor(shape: suffix.isEmpty ? header.shape.reversed() : header.shape.reversed() + suffix,
                elements: elements)
            values = Self.reversingAxes(columns, block: suffix.isEmpty ? 1 : 2, shape: header.shape + suffix)
        } else {
            values = Tensor(shape: header.shape + suffix, elements: elements)
        }
    }

    /// Numbers stored one after the other; complex ones as pairs. Precondition: `count` of them fit behind `offset`.
    package static func elements(
        _ bytes: [UInt8], from offset: Int, count: Int, type: ElementType, isBigEndian: Bool = false
    ) -> [Double] {
        func read<Word: FixedWidthInteger>(_: Word.Type, _ convert: (Word) -> Double) -> [Double] {
            bytes.withUnsafeBytes { raw in
                [Double](unsafeUninitializedCapacity: count) { output, filled in
                    for i in 0..<count {
                        let at = offset + i * MemoryLayout<Word>.size
                        let word = raw.loadUnaligned(fromByteOffset: at, as: Word.self)
                        output[i] = convert(isBigEndian ? Word(bigEndian: word) : Word(littleEndian: word))
                    }
                    filled = count
                }
            }
        }
        switch type {
        case .float64, .complex128: return read(UInt64.self) { Double(bitPattern: $0) }
        case .float32, .complex64: return read(UInt32.self) { Double(Float(bitPattern: $0)) }
        case .float16: return read(UInt16.self, halfPrecision)
        case .int64: return read(Int64.self) { Double($0) }
        case .int32: return read(Int32.self) { Double($0) }
        case .int16: return read(Int16.self) { Double($0) }
        case .int8: return read(Int8.self) { Double($0) }
        case .uint64: return read(UInt64.self) { Double($0) }
        case .uint32: return read(UInt32.self) { Double($0) }
        case .uint16: return read(UInt16.self) { Double($0) }
        case .uint8: return read(UInt8.self) { Double($0) }
        case .boolean: return read(UInt8.self) { $0 == 0 ? 0 : 1 }
        }
    }

    /// Value of an IEEE half; by hand because Swift's `Float16` does not exist on Intel Macs.
    private static func halfPrecision(_ bits: UInt16) -> Double {
        let sign = bits >> 15 == 1 ? -1.0 : 1.0
        let exponent = Int(bits >> 10) & 0x1F
        let fraction = Double(bits & 0x3FF)
        switch exponent {
        case 0: return sign * fraction * 0x1p-24
        case 31: return fraction == 0 ? sign * .infinity : .nan
        default: return sign * (1 + fraction * 0x1p-10) * Double(sign: .plus, exponent: exponent - 15, significand: 1)
        }
    }

    /// The array with its axes in reverse order; `block` neighbouring elements stay together.
    private static func reversingAxes(_ array: Tensor<Double>, block: Int, shape: [Int]) -> Tensor<Double> {
        var result = Tensor(shape: shape, repeating: 0.0)
        let extents = block == 1 ? shape : Array(shape.dropLast())
        result.withUnsafeMutableBufferPointer { output in
            array.withUnsafeBufferPointer { input in
                for position in 0..<(output.count / block) {
                    var (rest, source, stride) = (position, 0, 1)
                    for extent in extents { stride *= extent }
                    for extent in extents.reversed() {
                        stride /= extent
                        source += rest % extent * stride
                        rest /= extent
                    }
                    for k in 0..<block { output[position * block + k] = input[source * block + k] }
                }
            }
        }
        return result
    }
}

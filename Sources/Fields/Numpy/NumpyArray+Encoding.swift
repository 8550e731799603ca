import NumericsCore

extension NumpyArray {
    /// The bytes of a `.npy` file, little endian, row-major.
    ///
    /// Values that do not fit an integer type are clamped to it, NaN becomes 0; halves are not written (precondition).
    public func encoded() -> [UInt8] {
        encodedElements(after: NumpyHeader(type: type, shape: shape).encoded())
    }

    /// The bytes before the numbers.
    package static func header(type: ElementType, shape: [Int]) -> [UInt8] { NumpyHeader(type: type, shape: shape).encoded() }

    /// The numbers alone, little endian, behind the bytes of `header`.
    package func encodedElements(after header: [UInt8] = []) -> [UInt8] {
        precondition(type != .float16, "half precision is read, not written")
        switch type {
        case .float64, .complex128: return bytes(after: header) { $0.bitPattern }
        case .float32, .complex64: return bytes(after: header) { Float($0).bitPattern }
        case .float16: return header
        case .int64: return bytes(after: header, Self.clamped(Int64.self))
        case .int32: return bytes(after: header, Self.clamped(Int32.self))
        case .int16: return bytes(after: header, Self.clamped(Int16.self))
        case .int8: return bytes(after: header, Self.clamped(Int8.self))
        case .uint64: return bytes(after: header, Self.clamped(UInt64.self))
        case .uint32: return bytes(after: header, Self.clamped(UInt32.self))
        case .uint16: return bytes(after: header, Self.clamped(UInt16.self))
        case .uint8: return bytes(after: header, Self.clamped(UInt8.self))
        case .boolean: return bytes(after: header) { UInt8($0 == 0 ? 0 : 1) }
        }
    }

    private func bytes<Word: FixedWidthInteger>(after header: [UInt8], _ convert: (Double) -> Word) -> [UInt8] {
        let size = MemoryLayout<Word>.size
        let total = header.count + values.count * size
        return values.withUnsafeBufferPointer { input in
            [UInt8](unsafeUninitializedCapacity: total) { output, filled in
                let raw = UnsafeMutableRawBufferPointer(output)
                raw.copyBytes(from: header)
                for i in input.indices {
                    raw.storeBytes(of: convert(input[i]).littleEndian, toByteOffset: header.count + i * size, as: Word.self)
                }
                filled = total
            }
        }
    }

    private static func clamped<Word: FixedWidthInteger>(_: Word.Type) -> (Double) -> Word {
        { value in
            if value.isNaN { return 0 }
            // The double nearest to Word.max may lie above it, so the comparison is with >=.
            if value >= Double(Word.max) { return .max }
            if value <= Double(Word.min) { return .min }
            return Word(value)
        }
    }
}

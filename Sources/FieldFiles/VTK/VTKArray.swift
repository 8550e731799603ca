import NumericsCore

/// One array of a VTK file, ready to be stored.
struct VTKArray {
    /// VTK's name of the type: `Float64`, `Float32`, `Int64`, `UInt8`, `String`.
    var type: String
    var name: String
    var components = 1
    var componentNames: [String] = []
    /// Given for field data, where no grid tells it.
    var tupleCount: Int?
    /// Little-endian, component fastest.
    var bytes: [UInt8]

    static func float64(_ name: String, _ values: [Double], components: Int = 1, tupleCount: Int? = nil) -> VTKArray {
        VTKArray(
            type: "Float64", name: name, components: components, tupleCount: tupleCount,
            bytes: littleEndianBytes(values) { $0.bitPattern })
    }

    static func int64(_ name: String, _ values: [Int]) -> VTKArray {
        VTKArray(type: "Int64", name: name, bytes: littleEndianBytes(values) { UInt64(bitPattern: Int64($0)) })
    }

    static func uint8(_ name: String, _ values: [UInt8]) -> VTKArray {
        VTKArray(type: "UInt8", name: name, bytes: values)
    }

    /// A single string; VTK ends each with a zero byte.
    static func string(_ name: String, _ text: String) -> VTKArray {
        let bytes = text.utf8.filter { $0 != 0 } + [0]
        return VTKArray(type: "String", name: name, tupleCount: 1, bytes: bytes)
    }

    /// The attributes of the element, without its place in the file.
    var attributes: String {
        var text = "type=\"\(type)\" Name=\"\(XMLText.escaped(name))\""
        if components > 1 || !componentNames.isEmpty { text += " NumberOfComponents=\"\(components)\"" }
        for (index, name) in componentNames.enumerated() {
            text += " ComponentName\(index)=\"\(XMLText.escaped(name))\""
        }
        if let tupleCount { text += " NumberOfTuples=\"\(tupleCount)\"" }
        return text
    }
}

/// The bytes of a list of numbers, little endian.
func littleEndianBytes<Number, Word: FixedWidthInteger>(_ values: [Number], _ convert: (Number) -> Word) -> [UInt8] {
    let size = MemoryLayout<Word>.size
    return [UInt8](unsafeUninitializedCapacity: values.count * size) { output, filled in
        let raw = UnsafeMutableRawBufferPointer(output)
        for i in values.indices {
            raw.storeBytes(of: convert(values[i]).littleEndian, toByteOffset: i * size, as: Word.self)
        }
        filled = values.count * size
    }
}

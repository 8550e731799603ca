import Fields

extension SafeTensors {
    /// The bytes of the file. Wider types come first and the header is padded, so that all data are aligned.
    ///
    /// Precondition: no tensor is called `__metadata__` and none is complex (store real and imaginary parts as a last axis).
    public func encoded() -> [UInt8] {
        let ordered = tensors.sorted { left, right in
            let (a, b) = (left.value.type.size, right.value.type.size)
            return a != b ? a > b : left.key < right.key
        }
        var entries: [String] = []
        if !metadata.isEmpty {
            let pairs = metadata.sorted { $0.key < $1.key }
                .map { "\(Self.quoted($0.key)):\(Self.quoted($0.value))" }
            entries.append("\"\(Self.metadataKey)\":{\(pairs.joined(separator: ","))}")
        }
        var data: [UInt8] = []
        for (name, array) in ordered {
            precondition(name != Self.metadataKey, "this name is reserved by the format")
            let start = data.count
            data += array.encodedElements()
            entries.append("\(Self.quoted(name)):\(Self.entry(array, start, data.count))")
        }
        let text = "{" + entries.joined(separator: ",") + "}"
        let padding = (8 - text.utf8.count % 8) % 8
        let header = Array(text.utf8) + Array(repeating: UInt8(ascii: " "), count: padding)
        return littleEndianBytes([header.count]) { UInt64($0) } + header + data
    }

    private static func entry(_ array: NumpyArray, _ start: Int, _ end: Int) -> String {
        guard let name = typeNames.first(where: { $0.type == array.type })?.name else {
            preconditionFailure("safetensors files hold no complex numbers")
        }
        let shape = array.shape.map(String.init).joined(separator: ",")
        return "{\"dtype\":\"\(name)\",\"shape\":[\(shape)],\"data_offsets\":[\(start),\(end)]}"
    }

    /// A JSON string.
    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case _ where scalar.value < 0x20:
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}

import Fields
import Foundation
import NumericsCore

extension SafeTensors {
    /// Reads the bytes of a file; never traps, whatever the bytes. Throws `.malformed`.
    public init(decoding bytes: [UInt8], path: String = "memory") throws(FieldFileError) {
        func failure(_ reason: String) -> FieldFileError { .malformed(path: path, reason: reason) }
        var reader = ByteReader(bytes)
        guard let length = reader.take(UInt64.self), length <= Self.largestHeader,
            let header = reader.take(Int(length))
        else { throw failure("its header is cut off or too long") }
        let dataStart = reader.position
        guard let parsed = try? JSONSerialization.jsonObject(with: Data(header)), let object = parsed as? [String: Any]
        else { throw failure("its header is not JSON") }
        tensors = [:]
        metadata = [:]
        var ranges: [Range<Int>] = []
        for (name, value) in object {
            if name == Self.metadataKey {
                guard let text = value as? [String: String] else { throw failure("its metadata are not text") }
                metadata = text
                continue
            }
            guard let entry = SafeTensorsEntry(value) else { throw failure("the entry of '\(name)' is not understood") }
            guard entry.range.upperBound <= bytes.count - dataStart else { throw failure("'\(name)' is cut off") }
            ranges.append(entry.range)
            let elements = NumpyArray.elements(
                bytes, from: dataStart + entry.range.lowerBound, count: entry.count, type: entry.type)
            tensors[name] = NumpyArray(Tensor(shape: entry.shape, elements: elements), as: entry.type)
        }
        guard Self.cover(ranges, end: bytes.count - dataStart) else {
            throw failure("its tensors overlap or leave holes")
        }
    }

    /// Whether the ranges fill `0 ..< end` one after the other.
    private static func cover(_ ranges: [Range<Int>], end: Int) -> Bool {
        var position = 0
        for range in ranges.sorted(by: { ($0.lowerBound, $0.upperBound) < ($1.lowerBound, $1.upperBound) }) {
            guard range.lowerBound == position else { return false }
            position = range.upperBound
        }
        return position == end
    }
}

/// Type, shape and place of one tensor.
struct SafeTensorsEntry {
    let type: NumpyArray.ElementType
    let shape: [Int]
    let count: Int
    let range: Range<Int>

    /// Nil if the JSON value is not an entry, or its sizes contradict each other or overflow.
    init?(_ value: Any) {
        guard let entry = value as? [String: Any], let typeName = entry["dtype"] as? String,
            let type = SafeTensors.typeNames.first(where: { $0.name == typeName })?.type,
            let shape = entry["shape"] as? [Int], shape.count <= 64,
            let offsets = entry["data_offsets"] as? [Int], offsets.count == 2, offsets[0] >= 0, offsets[1] >= offsets[0]
        else { return nil }
        var count = 1
        for extent in shape {
            let (product, overflow) = count.multipliedReportingOverflow(by: extent)
            guard extent >= 0, !overflow, product <= Int.max / 64 else { return nil }
            count = product
        }
        guard offsets[1] - offsets[0] == count * type.size else { return nil }
        self.type = type
        self.shape = shape
        self.count = count
        range = offsets[0]..<offsets[1]
    }
}

import Fields
import NumericsCore

/// How the components of a field are laid out in a VTK array: vectors have three, tensors nine.
struct VTKComponents {
    /// Source component of each stored one; nil is stored as zero.
    let sources: [Int?]
    let names: [String]
    let isVector: Bool

    init(_ field: Field) {
        let names = field.componentNames
        if names.count == 1 && !field.isVector {
            (sources, self.names, isVector) = ([0], [], false)
        } else if names.count == 4 && names.allSatisfy({ $0.count == 2 }) {
            // A plane tensor xx, xy, yx, yy inside the 3 × 3 one.
            sources = [0, 1, nil, 2, 3, nil, nil, nil, nil]
            self.names = ["xx", "xy", "xz", "yx", "yy", "yz", "zx", "zy", "zz"]
            isVector = false
        } else if names.count <= 3 && field.isVector {
            sources = (0..<3).map { $0 < names.count ? $0 : nil }
            self.names = names + ["x", "y", "z"].filter { !names.contains($0) }.suffix(3 - names.count)
            isVector = true
        } else {
            (sources, self.names, isVector) = (names.indices.map { $0 }, names, false)
        }
    }

    /// The array of a field at the points whose positions in the field's grid are `map` [stored point].
    func array(_ name: String, _ values: Tensor<Double>, map: [Int], isSinglePrecision: Bool) -> VTKArray {
        let bytes =
            isSinglePrecision
            ? packed(values, map) { Float($0).bitPattern } : packed(values, map) { $0.bitPattern }
        return VTKArray(
            type: isSinglePrecision ? "Float32" : "Float64", name: name, components: sources.count,
            componentNames: names, bytes: bytes)
    }

    private func packed<Word: FixedWidthInteger>(
        _ values: Tensor<Double>, _ map: [Int], _ convert: (Double) -> Word
    ) -> [UInt8] {
        let size = MemoryLayout<Word>.size
        let pointCount = values.shape.dropFirst().reduce(1, *)
        let total = map.count * sources.count * size
        return values.withUnsafeBufferPointer { input in
            [UInt8](unsafeUninitializedCapacity: total) { output, filled in
                let raw = UnsafeMutableRawBufferPointer(output)
                for (slot, source) in sources.enumerated() {
                    for point in map.indices {
                        let value = source.map { input[$0 * pointCount + map[point]] } ?? 0
                        let at = (point * sources.count + slot) * size
                        raw.storeBytes(of: convert(value).littleEndian, toByteOffset: at, as: Word.self)
                    }
                }
                filled = total
            }
        }
    }
}

import Fields
import NumericsCore

/// How the array of one field in a `.npz` file maps to fields: [time][grid…][component].
struct ArrayLayout {
    let grid: Grid
    /// Length of the time axis, or nil if there is none.
    let timeCount: Int?
    /// Names of the components, if the file tells them.
    let quantity: GridDescription.Quantity?
    let name: String

    /// One field per time, or nil if the shape does not fit.
    func fields(_ values: Tensor<Double>) -> [Field]? {
        let lead = (timeCount.map { [$0] } ?? []) + grid.shape
        guard values.shape.starts(with: lead) else { return nil }
        let tail = Array(values.shape.dropFirst(lead.count))
        let components = quantity?.components ?? Self.componentNames(tail, name: name)
        let isVector = quantity?.isVector ?? !tail.isEmpty
        let hasAxis = isVector || components.count > 1
        guard tail == (hasAxis ? [components.count] : []), !components.isEmpty else { return nil }
        return (0..<(timeCount ?? 1)).map { time in
            Field(
                name: name, componentNames: components, isVector: isVector, grid: grid,
                values: slice(values, time: time, components: components.count))
        }
    }

    private static func componentNames(_ tail: [Int], name: String) -> [String] {
        guard let count = tail.first, tail.count == 1, count <= 1 << 16 else { return [name] }
        return count <= 3 ? Array(["x", "y", "z"].prefix(count)) : (0..<count).map(String.init)
    }

    /// Values [component][grid…] at one time.
    private func slice(_ values: Tensor<Double>, time: Int, components: Int) -> Tensor<Double> {
        let points = grid.count
        var result = Tensor(shape: [components] + grid.shape, repeating: 0.0)
        result.withUnsafeMutableBufferPointer { output in
            values.withUnsafeBufferPointer { input in
                for component in 0..<components {
                    for point in 0..<points {
                        output[component * points + point] = input[(time * points + point) * components + component]
                    }
                }
            }
        }
        return result
    }
}

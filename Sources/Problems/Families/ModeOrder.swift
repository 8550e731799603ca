/// The order in which the coefficients of a sum of products of functions are drawn from a stream of random numbers: by level,
/// then by the indices along the axes.
///
/// It does not depend on how many functions there are, so that a field with more of them begins with the same coefficients.
struct ModeOrder: Sendable {
    /// For each number of the stream the row-major position of its coefficient; nil where it has none.
    let positions: [Int?]

    enum Level: Sendable {
        /// Of the function with the most waves: squares of wave vectors grow outwards.
        case largest
        /// The total degree; coefficients above `most` do not exist.
        case total(most: Int)
    }

    /// - Parameters:
    ///   - shape: number of functions along each axis.
    init(_ functions: [AxisFunctions], shape: [Int], level: Level) {
        let width = shape.max() ?? 0
        let count = shape.reduce(1) { product, _ in product * width }
        var buckets: [[Int?]] = []
        for flat in 0..<count {
            var (rest, inside, position, own) = (flat, true, 0, 0)
            var indices = Array(repeating: 0, count: shape.count)
            for axis in shape.indices.reversed() {
                indices[axis] = rest % width
                rest /= width
            }
            for axis in shape.indices {
                let part = functions[axis].level(indices[axis])
                own = if case .largest = level { max(own, part) } else { own + part }
                inside = inside && indices[axis] < shape[axis]
                position = position * shape[axis] + indices[axis]
            }
            if case .total(let most) = level, own > most { continue }
            while buckets.count <= own { buckets.append([]) }
            buckets[own].append(inside ? position : nil)
        }
        positions = buckets.flatMap { $0 }
    }
}

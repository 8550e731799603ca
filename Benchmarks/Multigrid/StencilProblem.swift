import NumericsCore

/// −div(a grad u) on a box with zero values around it, unit steps, harmonic face means.
struct StencilProblem {
    let name: String
    let matrix: StencilMatrix
    let right: Tensor<Double>

    init(_ name: String, shape: [Int], seed: UInt64, _ coefficient: ([Int]) -> Double) {
        self.name = name
        var matrix = StencilMatrix(shape: shape, storage: .symmetric)
        let strides = shape.indices.map { shape[($0 + 1)...].reduce(1, *) }
        let values = (0..<matrix.nodeCount).map { node in
            coefficient(shape.indices.map { node / strides[$0] % shape[$0] })
        }
        let entries = shape.indices.map { axis in matrix.entry(at: shape.indices.map { $0 == axis ? 1 : 0 })! }
        matrix.withUnsafeMutableCoefficients { target in
            let count = values.count
            for node in 0..<count {
                for axis in shape.indices {
                    let index = node / strides[axis] % shape[axis]
                    let next = index + 1 < shape[axis] ? values[node + strides[axis]] : values[node]
                    let face = 2 * next * values[node] / (next + values[node])
                    target[node] += index == 0 ? face + values[node] : face
                    guard index + 1 < shape[axis] else { continue }
                    target[entries[axis] * count + node] = -face
                    target[node + strides[axis]] += face
                }
            }
        }
        self.matrix = matrix
        var random = RandomStream(seed: seed, name: "right side")
        right = Tensor((0..<matrix.nodeCount).map { _ in random.uniform(from: -1, to: 1) })
    }

    /// Squares or cubes of `size` nodes, each with one of two coefficients at random.
    static func blocks(_ shape: [Int], size: Int, low: Double, high: Double, seed: UInt64) -> ([Int]) -> Double {
        var random = RandomStream(seed: seed, name: "blocks")
        let counts = shape.map { ($0 + size - 1) / size }
        let values = (0..<counts.reduce(1, *)).map { _ in random.uniform(from: 0, to: 1) < 0.5 ? low : high }
        return { place in values[zip(place, counts).reduce(0) { $0 * $1.1 + $1.0 / size }] }
    }
}

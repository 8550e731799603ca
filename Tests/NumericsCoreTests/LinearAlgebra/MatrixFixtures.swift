import NumericsCore

/// One non-symmetric 4 × 4 matrix and right-hand side, whose solutions SciPy 1.x gave (`scipy.linalg`).
enum MatrixFixtures {
    static let matrix = Tensor(
        shape: [4, 4], elements: [2, -1, 0.5, 3, 4, 0.25, -2, 1, -1, 5, 1.5, -0.5, 0.75, 2, -3, 0.1])
    static let right = Tensor([1, -2, 0.5, 4.0])
    static let solution = [-1.706890418698081, 0.37672365089661225, -1.4476365842941137, 1.8381075934799436]
    static let transposedSolution = [
        1.4910129522294993, -0.6239668556841246, -0.22477035425080033, 0.385428218702266,
    ]

    /// Rounding in 4 × 4 solves with condition number 7 stays within some tens of eps.
    static let tolerance = 1e-14

    static func random(_ shape: [Int], seed: UInt64) -> Tensor<Double> {
        var state = seed
        let count = shape.reduce(1, *)
        return Tensor(
            shape: shape,
            elements: (0..<count).map { _ in
                // Knuth's linear congruence: enough for fixtures, the same on every machine.
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                return Double(state >> 11) / Double(1 << 53) * 2 - 1
            })
    }

    static func largestDifference(_ a: Tensor<Double>, _ b: Tensor<Double>) -> Double {
        precondition(a.shape == b.shape, "\(a.shape) is not \(b.shape)")
        return zip(a.elements, b.elements).map { abs($0 - $1) }.max() ?? 0
    }

    static func largestDifference(_ a: Tensor<Complex<Double>>, _ b: Tensor<Complex<Double>>) -> Double {
        precondition(a.shape == b.shape, "\(a.shape) is not \(b.shape)")
        return zip(a.elements, b.elements).map { ($0 - $1).length }.max() ?? 0
    }
}

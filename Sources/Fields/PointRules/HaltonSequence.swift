import NumericsCore

/// Radical inverses: the digits of the index, mirrored at the point, one prime base for each coordinate.
struct HaltonSequence {
    static let primes = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73]

    private let dimension: Int
    /// Permuted digits [coordinate][place][digit]; empty without scrambling.
    private let permutations: [[[Int]]]
    private var index = 0

    init(dimension: Int, isScrambled: Bool, using stream: inout RandomStream) {
        precondition(dimension <= Self.primes.count, "a Halton sequence has at most \(Self.primes.count) coordinates here")
        self.dimension = dimension
        var permutations: [[[Int]]] = []
        if isScrambled {
            for base in Self.primes[..<dimension] {
                permutations.append((0..<Self.places(base)).map { _ in Array(0..<base).shuffled(using: &stream) })
            }
        }
        self.permutations = permutations
    }

    /// Digits that reach the precision of the numbers.
    private static func places(_ base: Int) -> Int {
        var (count, scale) = (0, 1.0)
        while scale > 0x1p-53 { (count, scale) = (count + 1, scale / Double(base)) }
        return count
    }

    mutating func next() -> [Double] {
        defer { index += 1 }
        return (0..<dimension).map { coordinate in
            permutations.isEmpty ? inverse(Self.primes[coordinate]) : scrambled(coordinate)
        }
    }

    private func inverse(_ base: Int) -> Double {
        // The mirrored digits as one whole number, so that the only rounding is that of the quotient.
        var (rest, mirrored, scale) = (index, 0.0, 1.0)
        while rest > 0 {
            mirrored = mirrored * Double(base) + Double(rest % base)
            scale *= Double(base)
            rest /= base
        }
        return mirrored / scale
    }

    /// All places, leading zeros included, are permuted.
    private func scrambled(_ coordinate: Int) -> Double {
        let base = Self.primes[coordinate]
        var (rest, sum, scale) = (index, 0.0, 1.0)
        for permutation in permutations[coordinate] {
            scale /= Double(base)
            sum += Double(permutation[rest % base]) * scale
            rest /= base
        }
        return min(sum, 1 - 0x1p-53)
    }
}

import NumericsCore

/// Sobol's sequence of binary digital nets.
///
/// Joe and Kuo (2008), Constructing Sobol sequences with better two-dimensional projections, SIAM J. Sci. Comput. 30; their
/// set D6. Order of the Gray code (Antonov and Saleev 1979).
struct SobolSequence {
    static let directionCount = 21
    private static let bits = 52

    /// Degree, coefficients and initial odd numbers of the primitive polynomial of coordinates 2, 3, ….
    private static let table: [(degree: Int, coefficients: UInt64, initial: [UInt64])] = [
        (1, 0, [1]), (2, 1, [1, 3]), (3, 1, [1, 3, 1]), (3, 2, [1, 1, 1]), (4, 1, [1, 1, 3, 3]), (4, 4, [1, 3, 5, 13]),
        (5, 2, [1, 1, 5, 5, 17]), (5, 4, [1, 1, 5, 5, 5]), (5, 7, [1, 1, 7, 11, 19]), (5, 11, [1, 1, 5, 1, 1]),
        (5, 13, [1, 1, 1, 3, 11]), (5, 14, [1, 3, 5, 5, 31]), (6, 1, [1, 3, 3, 9, 7, 49]), (6, 13, [1, 1, 1, 15, 21, 21]),
        (6, 16, [1, 3, 1, 13, 27, 49]), (6, 19, [1, 1, 1, 15, 7, 5]), (6, 22, [1, 3, 1, 15, 13, 25]),
        (6, 25, [1, 1, 5, 5, 19, 61]), (7, 1, [1, 3, 7, 11, 23, 15, 103]), (7, 4, [1, 3, 7, 13, 13, 15, 69]),
    ]

    /// Direction numbers [coordinate][bit], as multiples of 2^-52.
    private let directions: [[UInt64]]
    private let scrambling: PointRule.Scrambling
    /// A random word for each coordinate: the shift, or the key of its tree of flips.
    private let keys: [UInt64]
    private var state: [UInt64]
    private var index: UInt64 = 0

    init(dimension: Int, scrambling: PointRule.Scrambling, using stream: inout RandomStream) {
        precondition(dimension <= Self.directionCount, "a Sobol sequence has at most \(Self.directionCount) coordinates here")
        directions = (0..<dimension).map(Self.directions)
        self.scrambling = scrambling
        var keys = [UInt64](repeating: 0, count: dimension)
        if scrambling != .none { for coordinate in keys.indices { keys[coordinate] = stream.next() } }
        self.keys = keys
        state = Array(repeating: 0, count: dimension)
    }

    private static func directions(_ coordinate: Int) -> [UInt64] {
        if coordinate == 0 { return (1...bits).map { 1 << UInt64(bits - $0) } }
        let (degree, coefficients, initial) = table[coordinate - 1]
        var numbers = initial
        for k in degree..<bits {
            var next = numbers[k - degree] ^ (numbers[k - degree] << UInt64(degree))
            for j in 1..<max(degree, 1) where coefficients >> UInt64(degree - 1 - j) & 1 == 1 {
                next ^= numbers[k - j] << UInt64(j)
            }
            numbers.append(next)
        }
        return numbers.enumerated().map { $1 << UInt64(bits - 1 - $0) }
    }

    mutating func next() -> [Double] {
        let point = state.indices.map { Double(scrambled(state[$0], $0)) * 0x1p-52 }
        let bit = (~index).trailingZeroBitCount
        for coordinate in state.indices { state[coordinate] ^= directions[coordinate][min(bit, Self.bits - 1)] }
        index += 1
        return point
    }

    private func scrambled(_ value: UInt64, _ coordinate: Int) -> UInt64 {
        switch scrambling {
        case .none: return value
        case .digitalShift: return value ^ (keys[coordinate] >> 12)
        case .owen:
            var result: UInt64 = 0
            for place in 1...Self.bits {
                let shift = UInt64(Self.bits - place)
                // The bits above decide, with the place, whether this one is flipped.
                let prefix = (value >> (shift + 1)) << 6 | UInt64(place)
                let flip = Self.mixed(keys[coordinate] ^ Self.mixed(prefix)) & 1
                result |= ((value >> shift & 1) ^ flip) << shift
            }
            return result
        }
    }

    /// The finaliser of SplitMix64 (Steele, Lea and Flood 2014).
    private static func mixed(_ word: UInt64) -> UInt64 {
        var word = word &+ 0x9E37_79B9_7F4A_7C15
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }
}

import CKernels

/// A reproducible stream of random numbers, told apart by a seed and a name.
///
/// Counter-based (Philox 4x32-10, Salmon et al. 2011): the number at a position depends on seed, name and position alone, so
/// streams with different names never overlap (short of a collision of 64-bit hashes), skipping is free, and the whole state
/// is two positions. Uniform and normal numbers are counted apart and drawn from separate halves of the counter space.
public struct RandomStream: RandomNumberGenerator, Hashable, Sendable {
    public let seed: UInt64
    public let name: String
    /// How many 64-bit words have been drawn by `next` and `uniform`.
    public private(set) var position: UInt64
    /// How many normal numbers have been drawn.
    public private(set) var normalPosition: UInt64

    private let nameHash: UInt64

    /// Makes the stream `name` of `seed`, at the given positions.
    public init(seed: UInt64, name: String, position: UInt64 = 0, normalPosition: UInt64 = 0) {
        self.seed = seed
        self.name = name
        self.position = position
        self.normalPosition = normalPosition
        nameHash = Self.hash(name)
    }

    /// 64 random bits.
    public mutating func next() -> UInt64 {
        defer { position &+= 1 }
        let words = block(position >> 1)
        return position & 1 == 0 ? words.0 : words.1
    }

    /// Uniform in [0, 1), a multiple of 2^-53.
    public mutating func uniform() -> Double {
        Double(next() >> 11) * 0x1p-53
    }

    /// Uniform in [lower, upper).
    public mutating func uniform(from lower: Double, to upper: Double) -> Double {
        lower + (upper - lower) * uniform()
    }

    /// Passes over `count` words, as if `uniform` had been called as often.
    public mutating func skip(_ count: UInt64) {
        position &+= count
    }

    /// Passes over `count` normal numbers.
    public mutating func skipNormals(_ count: UInt64) {
        normalPosition &+= count
    }

    /// Normal with mean 0 and variance 1 (Box and Muller 1958); numbers 2k and 2k + 1 share one pair of uniforms.
    public mutating func normal() -> Double {
        defer { normalPosition &+= 1 }
        let words = block(Self.normalHalf | normalPosition >> 1)
        return Self.boxMuller(words, sine: normalPosition & 1 == 1)
    }

    private static let normalHalf: UInt64 = 1 << 63

    /// The two words at a place of the counter. The seed is the key; the hash of the name fills the upper counter.
    private func block(_ index: UInt64) -> (UInt64, UInt64) {
        Philox.block(counter: (index, nameHash), key: seed)
    }
}

import Foundation

extension RandomStream {
    /// One of the two normal numbers made from a pair of words.
    static func boxMuller(_ words: (UInt64, UInt64), sine: Bool) -> Double {
        // In (0, 1], so that the logarithm is finite; the largest radius is sqrt(2 * 53 log 2) = 8.57.
        let first = Double((words.0 >> 11) + 1) * 0x1p-53
        let second = Double(words.1 >> 11) * 0x1p-53
        let radius = (-2 * log(first)).squareRoot()
        let angle = 2 * Double.pi * second
        return radius * (sine ? sin(angle) : cos(angle))
    }

    /// A hash that is the same in every process, unlike Hasher: FNV-1a (Fowler, Noll and Vo) over the UTF-8 bytes, then the
    /// finaliser of SplitMix64 because FNV alone leaves the upper bits of short names alike.
    static func hash(_ name: String) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in name.utf8 {
            hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
        }
        hash = (hash ^ hash >> 30) &* 0xBF58_476D_1CE4_E5B9
        hash = (hash ^ hash >> 27) &* 0x94D0_49BB_1331_11EB
        return hash ^ hash >> 31
    }

    /// A vector of uniform numbers in [0, 1).
    public mutating func uniforms(_ count: Int) -> Tensor<Double> {
        Tensor((0..<count).map { _ in uniform() })
    }

    /// A vector of normal numbers with mean 0 and variance 1.
    public mutating func normals(_ count: Int) -> Tensor<Double> {
        Tensor((0..<count).map { _ in normal() })
    }
}

import Fields
import NumericsCore

/// Numbers that formats get wrong, between ordinary ones.
func awkwardValues(_ count: Int, seed: UInt64) -> [Double] {
    let special: [Double] = [
        .nan, 0, -0.0, .leastNonzeroMagnitude, -0x1p-1060, 1e308, -1e308, .infinity, -.infinity, .pi,
    ]
    var random = SeededGenerator(state: seed)
    return (0..<count).map { k in k % 3 == 0 ? special[k / 3 % special.count] : .random(in: -2...2, using: &random) }
}

/// A field of awkward values.
func awkwardField(_ name: String, _ grid: Grid, components: [String]? = nil, seed: UInt64 = 1) -> Field {
    let count = components?.count ?? 1
    let values = awkwardValues(count * grid.count, seed: seed)
    return Field(
        name: name, componentNames: components ?? [name], isVector: components != nil, grid: grid,
        values: Tensor(shape: [count] + grid.shape, elements: values))
}

/// SplitMix64 (Steele, Lea and Flood 2014), so that failures repeat.
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

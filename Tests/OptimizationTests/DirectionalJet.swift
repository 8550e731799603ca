import NumericsCore

/// A number with its first two derivatives along a line.
struct DirectionalJet {
    var value: Double
    var first = 0.0
    var second = 0.0

    init(_ value: Double, _ first: Double = 0, _ second: Double = 0) {
        (self.value, self.first, self.second) = (value, first, second)
    }

    static func + (a: Self, b: Self) -> Self { Self(a.value + b.value, a.first + b.first, a.second + b.second) }
    static func - (a: Self, b: Self) -> Self { a + -1 * b }
    static func * (a: Self, b: Self) -> Self {
        Self(
            a.value * b.value, a.first * b.value + a.value * b.first,
            a.second * b.value + 2 * a.first * b.first + a.value * b.second)
    }
    static func + (a: Self, b: Double) -> Self { a + Self(b) }
    static func - (a: Self, b: Double) -> Self { a + Self(-b) }
    static func * (a: Double, b: Self) -> Self { Self(a) * b }

    func exponential() -> Self {
        let e = Double.exp(value)
        return Self(e, e * first, e * (second + first * first))
    }
}

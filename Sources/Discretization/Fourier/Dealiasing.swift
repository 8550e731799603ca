/// How many points products of Fourier series need.
public enum Dealiasing {
    /// How far a nonlinear term can be evaluated without aliasing.
    public enum Rule: Hashable, Sendable {
        /// A polynomial of this degree in the resolved fields: exact with (degree + 1)/2 times the points.
        case polynomial(degree: Int)
        /// Not a polynomial: twice the points, aliasing errors fall with the spectrum but never vanish.
        case unbounded
        /// No padding at all, by the user's choice.
        case off

        /// Points of the padded grid over points of the resolved one.
        public var factor: Double {
            switch self {
            case .polynomial(let degree): max(1, Double(degree + 1) / 2)
            case .unbounded: 2
            case .off: 1
            }
        }
    }

    /// Even length without prime factors above 7, at least `rule.factor * count`.
    public static func paddedCount(_ count: Int, rule: Rule) -> Int {
        smoothEvenCount(atLeast: Int((rule.factor * Double(count)).rounded(.up)))
    }

    /// The smallest even number, at least `minimum` and 4, whose prime factors are 2, 3, 5 and 7: lengths with fast transforms.
    public static func smoothEvenCount(atLeast minimum: Int) -> Int {
        var candidate = max(4, minimum + minimum % 2)
        while !isSmooth(candidate) { candidate += 2 }
        return candidate
    }

    static func isSmooth(_ number: Int) -> Bool {
        var rest = number
        for prime in [2, 3, 5, 7] {
            while rest % prime == 0 { rest /= prime }
        }
        return rest == 1
    }
}

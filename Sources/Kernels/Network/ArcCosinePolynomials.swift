import NumericsCore

/// Moments E[u₊^n v₊^n] of standard normal variables with correlation ρ, as A(ρ) + √(1-ρ²) B(ρ) + (π - θ)/(2π) C(ρ), θ = acos ρ.
///
/// By parts, E[u f] = E[f_u] + ρ E[f_v], moments of order (p, q) follow from those below (the functions J_n of Cho and Saul 2009 are
/// 2π of them).
struct ArcCosinePolynomials: Sendable {
    /// Coefficients of A, B and C by power of ρ.
    private(set) var even: [Double] = []
    private(set) var odd: [Double] = []
    private(set) var angle: [Double] = []

    private init(even: [Double] = [], odd: [Double] = [], angle: [Double] = []) {
        (self.even, self.odd, self.angle) = (even, odd, angle)
    }

    init(order: Int) { self = Self.moment(order, order) }

    private static let density = 1 / (2 * Double.pi).squareRoot()

    /// E[z₊^q]
    private static func half(_ q: Int) -> Double {
        q == 0 ? 0.5 : q == 1 ? density : Double(q - 1) * half(q - 2)
    }

    /// density · (1-ρ²)^(q/2) E[z₊^q]: what a delta function in the other variable leaves.
    private static func edge(_ q: Int) -> ArcCosinePolynomials {
        var power = [density * half(q)]
        for _ in 0..<q / 2 { power = product(power, [1, 0, -1]) }
        return q % 2 == 0 ? ArcCosinePolynomials(even: power) : ArcCosinePolynomials(odd: power)
    }

    private static func moment(_ p: Int, _ q: Int) -> ArcCosinePolynomials {
        if p == 0 { return q == 0 ? ArcCosinePolynomials(angle: [1]) : moment(q, 0) }
        let own = p >= 2 ? moment(p - 2, q).scaled([Double(p - 1)]) : edge(q)
        let mixed = q >= 1 ? moment(p - 1, q - 1).scaled([0, Double(q)]) : edge(p - 1).scaled([0, 1])
        return ArcCosinePolynomials(even: sum(own.even, mixed.even), odd: sum(own.odd, mixed.odd), angle: sum(own.angle, mixed.angle))
    }

    private func scaled(_ factor: [Double]) -> ArcCosinePolynomials {
        ArcCosinePolynomials(even: Self.product(even, factor), odd: Self.product(odd, factor), angle: Self.product(angle, factor))
    }

    private static func product(_ a: [Double], _ b: [Double]) -> [Double] {
        guard !a.isEmpty, !b.isEmpty else { return [] }
        var result = [Double](repeating: 0, count: a.count + b.count - 1)
        for (i, x) in a.enumerated() { for (j, y) in b.enumerated() { result[i + j] += x * y } }
        return result
    }

    private static func sum(_ a: [Double], _ b: [Double]) -> [Double] {
        (0..<max(a.count, b.count)).map { ($0 < a.count ? a[$0] : 0) + ($0 < b.count ? b[$0] : 0) }
    }
}

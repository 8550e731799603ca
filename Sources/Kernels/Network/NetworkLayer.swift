import NumericsCore

/// One layer of a wide network: Φ(a, b, c) = E[φ(u) φ(v)] and Φ̇ = E[φ'(u) φ'(v)] of normal u, v with variances a, b and covariance c.
///
/// erf: Williams 1997; sine and GELU: Tsuchida et al. 2020; arc-cosine: Cho and Saul 2009; Φ̇ of each after Jacot et al. 2018.
struct NetworkLayer: Sendable {
    let activation: NetworkActivation
    let moments: ArcCosinePolynomials
    let slopes: ArcCosinePolynomials

    /// Series that an evaluation works in.
    static let workSeries = 6

    init(_ activation: NetworkActivation) {
        self.activation = activation
        if case .arcCosine(let order) = activation {
            moments = ArcCosinePolynomials(order: order)
            slopes = ArcCosinePolynomials(order: max(order - 1, 0))
        } else {
            moments = ArcCosinePolynomials(order: 0)
            slopes = moments
        }
    }

    /// Writes Φ to `value` and, if wanted, Φ̇ to `slope`; `first` is the number of the first of the series to work in.
    func apply(
        _ a: TaylorArena.Series, _ b: TaylorArena.Series, _ c: TaylorArena.Series, value: TaylorArena.Series, slope: TaylorArena.Series?,
        _ arena: TaylorArena, work first: Int
    ) {
        let work = (0..<Self.workSeries).map { arena.series(first + $0) }
        switch activation {
        case .erf: erf(a, b, c, value, slope, arena, work)
        case .sine(let rate): sine(rate, a, b, c, value, slope, arena, work)
        case .gelu: gelu(a, b, c, value, slope, arena, work)
        case .arcCosine(let order): arcCosine(order, a, b, c, value, slope, arena, work)
        }
    }

    private typealias Series = TaylorArena.Series

    // (2/π) asin(2c / √((1 + 2a)(1 + 2b))) and (4/π) / √((1 + 2a)(1 + 2b) - 4c²)
    private func erf(
        _ a: Series, _ b: Series, _ c: Series, _ value: Series, _ slope: Series?, _ arena: TaylorArena, _ work: [Series]
    ) {
        arena.affine(a, times: 2, plus: 1, into: work[0])
        arena.affine(b, times: 2, plus: 1, into: work[1])
        arena.multiply(work[0], work[1], into: work[2])
        arena.power(-0.5, work[2], into: work[3])
        arena.multiply(work[3], c, into: work[3])
        arena.affine(work[3], times: 2, plus: 0, into: work[3])
        arena.arcsine(work[3], into: work[4])
        if let slope {
            arena.multiply(c, c, into: work[5])
            arena.add(work[5], times: -4, to: work[2])
            arena.power(-0.5, work[2], into: work[5])
            arena.affine(work[5], times: 4 / Double.pi, plus: 0, into: slope)
        }
        arena.affine(work[4], times: 2 / Double.pi, plus: 0, into: value)
    }

    // ½ (e^(β²(c - (a+b)/2)) ∓ e^(-β²(c + (a+b)/2))), the slope with β² and a sum.
    private func sine(
        _ rate: Double, _ a: Series, _ b: Series, _ c: Series, _ value: Series, _ slope: Series?, _ arena: TaylorArena, _ work: [Series]
    ) {
        let square = rate * rate
        arena.affine(a, times: -0.5 * square, plus: 0, into: work[0])
        arena.add(b, times: -0.5 * square, to: work[0])
        arena.copy(work[0], to: work[1])
        arena.add(c, times: square, to: work[0])
        arena.add(c, times: -square, to: work[1])
        arena.exponential(work[0], into: work[2])
        arena.exponential(work[1], into: work[3])
        if let slope {
            arena.affine(work[2], times: 0.5 * square, plus: 0, into: slope)
            arena.add(work[3], times: 0.5 * square, to: slope)
        }
        arena.affine(work[2], times: 0.5, plus: 0, into: value)
        arena.add(work[3], times: -0.5, to: value)
    }

    // With P = (1+a)(1+b), D = P - c²: c/4 + (c asin(c/√P) + (c² + a b D)/(P √D)) / 2π;
    // the slope 1/4 + (asin(c/√P) + c/√D (1/D + (1 - a b)/P + 1)) / 2π.
    private func gelu(
        _ a: Series, _ b: Series, _ c: Series, _ value: Series, _ slope: Series?, _ arena: TaylorArena, _ work: [Series]
    ) {
        let (plus, rest, angle, root, both, part) = (work[0], work[1], work[2], work[3], work[4], work[5])
        arena.multiply(a, b, into: both)
        arena.affine(both, times: 1, plus: 1, into: plus)
        arena.add(a, to: plus)
        arena.add(b, to: plus)
        arena.power(-0.5, plus, into: root)
        arena.multiply(root, c, into: root)
        arena.arcsine(root, into: angle)
        arena.multiply(c, c, into: root)
        arena.affine(plus, times: 1, plus: 0, into: rest)
        arena.add(root, times: -1, to: rest)
        arena.multiply(both, rest, into: part)
        // root = (c² + a b D), plus becomes 1/P, part 1/√D.
        arena.add(part, to: root)
        arena.power(-1, plus, into: part)
        arena.copy(part, to: plus)
        arena.power(-0.5, rest, into: part)
        arena.multiply(root, plus, into: root)
        arena.multiply(root, part, into: root)
        if let slope {
            arena.affine(both, times: -1, plus: 1, into: both)
            arena.multiply(both, plus, into: both)
            arena.affine(both, times: 1, plus: 1, into: both)
            arena.multiply(part, part, into: plus)
            arena.add(plus, to: both)
            arena.multiply(both, part, into: both)
            arena.multiply(both, c, into: both)
            arena.add(angle, to: both)
            arena.affine(both, times: 0.5 / Double.pi, plus: 0.25, into: slope)
        }
        arena.multiply(angle, c, into: angle)
        arena.add(angle, to: root)
        arena.affine(root, times: 0.5 / Double.pi, plus: 0, into: root)
        arena.add(c, times: 0.25, to: root)
        arena.copy(root, to: value)
    }
}

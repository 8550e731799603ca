import NumericsCore

extension NetworkLayer {
    /// Correlations above are of one and the same point.
    private static let coincidence = 1e-14

    // 2 (a b)^(n/2) m_n(ρ), the slope 2 n² (a b)^((n-1)/2) m_{n-1}(ρ). √(1-ρ²) and θ are odd functions of the distance: where points meet,
    // what they leave is |x - y|^(2n+1), whose derivatives vanish there up to those that exist.
    func arcCosine(
        _ order: Int, _ a: TaylorArena.Series, _ b: TaylorArena.Series, _ c: TaylorArena.Series, _ value: TaylorArena.Series,
        _ slope: TaylorArena.Series?, _ arena: TaylorArena, _ work: [TaylorArena.Series]
    ) {
        let (product, correlation, root, angle, part, sum) = (work[0], work[1], work[2], work[3], work[4], work[5])
        arena.multiply(a, b, into: product)
        arena.power(-0.5, product, into: part)
        arena.multiply(part, c, into: correlation)
        // 1 - ρ²
        arena.multiply(correlation, correlation, into: part)
        arena.affine(part, times: -1, plus: 1, into: part)
        arena.power(0.5, part, into: root, floor: Self.coincidence)
        fillAngle(correlation, root, angle, part, arena)
        combine(moments, correlation, root, angle, part, sum, arena)
        arena.power(0.5 * Double(order), product, into: part)
        arena.multiply(sum, part, into: part)
        if let slope {
            combine(slopes, correlation, root, angle, slope, sum, arena)
            arena.power(0.5 * Double(order - 1), product, into: root)
            arena.multiply(sum, root, into: root)
            arena.affine(root, times: 2 * Double(order * order), plus: 0, into: slope)
        }
        arena.affine(part, times: 2, plus: 0, into: value)
    }

    /// (π - θ)/(2π): θ by the arcsine of √(1-ρ²) where ρ is large, by the arccosine of ρ elsewhere.
    private func fillAngle(
        _ correlation: TaylorArena.Series, _ root: TaylorArena.Series, _ angle: TaylorArena.Series, _ part: TaylorArena.Series,
        _ arena: TaylorArena
    ) {
        arena.arcsine(root, into: angle)
        arena.arcsine(correlation, into: part, isCosine: true)
        for lane in 0..<arena.lanes where correlation[lane] < 0.7 {
            for term in 0..<arena.algebra.count { angle[term * arena.lanes + lane] = part[term * arena.lanes + lane] }
        }
        arena.affine(angle, times: -0.5 / Double.pi, plus: 0.5, into: angle)
    }

    /// sum = A(ρ) + √(1-ρ²) B(ρ) + (π - θ)/(2π) C(ρ)
    private func combine(
        _ polynomials: ArcCosinePolynomials, _ correlation: TaylorArena.Series, _ root: TaylorArena.Series, _ angle: TaylorArena.Series,
        _ part: TaylorArena.Series, _ sum: TaylorArena.Series, _ arena: TaylorArena
    ) {
        arena.polynomial(polynomials.even, of: correlation, into: sum)
        arena.polynomial(polynomials.odd, of: correlation, into: part)
        arena.multiply(part, root, into: part)
        arena.add(part, to: sum)
        arena.polynomial(polynomials.angle, of: correlation, into: part)
        arena.multiply(part, angle, into: part)
        arena.add(part, to: sum)
    }
}

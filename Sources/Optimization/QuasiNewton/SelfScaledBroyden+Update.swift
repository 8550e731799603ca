import NumericsCore

extension SelfScaledBroyden {
    /// H <- [H - q qᵀ / yᵀq + φ yᵀq v vᵀ] / τ + s sᵀ / c with q = H y, c = yᵀ s and v = s / c - q / yᵀq, so that H y = s;
    /// and the direction -H g. Returns τ.
    mutating func update(
        _ state: inout DescentState, _ hessian: inout PackedSymmetricMatrix, stepLength: Double
    ) -> Double {
        hessian.multiply(state.gradientChange, into: &product, pool: pool)
        let curvature = LinearAlgebra.dot(state.gradientChange, state.stepVector)
        let size = LinearAlgebra.dot(state.gradientChange, product)
        guard curvature > 0, size > 0, curvature.isNormal, size.isNormal else {
            // The search was given up before the slope had risen: H learns nothing.
            hessian.multiply(state.gradient, into: &state.direction, pool: pool)
            LinearAlgebra.scale(-1, &state.direction)
            return 1
        }
        // sᵀ B s with B s = -α g_old, and g_old = g - y.
        let oldSlope = LinearAlgebra.dot(state.stepVector, state.gradient) - curvature
        let factors = factors(h: size / curvature, b: -stepLength * oldSlope / curvature, order: hessian.order)
        let (phi, tau) = (factors.phi, factors.tau)
        hessian.update(
            scale: 1 / tau, first: state.stepVector, second: product,
            coefficients: (
                first: phi * size / (tau * curvature * curvature) + 1 / curvature, mixed: -phi / (tau * curvature),
                second: (phi - 1) / (tau * size)
            ), multiplying: state.gradient, into: &state.direction, pool: pool)
        LinearAlgebra.scale(-1, &state.direction)
        isFresh = false
        return tau
    }

    /// φ and τ from h = yᵀ H y / yᵀ s and b = sᵀ B s / yᵀ s (Urbán, Stefanou and Pons 2025, section 3.2).
    private func factors(h: Double, b: Double, order: Int) -> (phi: Double, tau: Double) {
        let theta = settings.variant == .selfScaledBroyden ? switched(h: h, b: b) : 0
        let a = max(b * h - 1, 0)
        let sigma = 1 + a * theta
        let phi = (1 - theta) / sigma
        if isFresh { return (phi, h / sigma) }
        switch settings.variant {
        case .bfgs: return (phi, 1)
        case .selfScaledBFGS: return (phi, min(1, 1 / b))
        case .selfScaledBroyden:
            let rho = min(1, 1 / b)
            let root = order > 1 ? Double.pow(abs(sigma), 1 / (1 - Double(order))) : 1
            return (phi, theta <= 0 ? min(rho * root, sigma) : rho * min(root, 1 / theta))
        }
    }

    /// θ, within the bounds that keep H positive definite and well conditioned.
    private func switched(h: Double, b: Double) -> Double {
        let a = b * h - 1
        // s and H y are parallel: every θ gives the same update.
        guard a > 1e-14 else { return 0 }
        let rho = min(1, h * (1 - (a / (1 + a)).squareRoot()))
        return max((rho - 1) / a, min(1 / rho, (1 - b) / b))
    }
}

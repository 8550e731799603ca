/// How rows of the least squares are weighted besides, at set steps of the training.
package enum WeightRule: String, CaseIterable, Sendable {
    /// Not at all.
    case none
    /// Earlier times first: exp(-ε Σ of the losses before) in each slice of time (Wang, Sankaran and Perdikaris 2022).
    case causal
    /// All groups with gradients of the same length: Σ_j |∇L_j| / |∇L_i| (Wang et al. 2023).
    case gradientNorm = "gradient-norm"
    /// All groups with the same trace of the tangent kernel: Σ_j |J_j|² / |J_i|² (Wang, Yu and Perdikaris 2022).
    case tangentKernel = "ntk"
    /// Rows with large residuals more: λ <- γ λ + (1 - γ) q / mean q with q = Φ'(|r| / ε) (Toscano et al. 2025); |r| for the potential
    /// r² (Anagnostopoulos et al. 2024).
    case residual
    /// Rows whose residuals stay large more and more: λ <- λ + η r² / mean r² (McClenny and Braga-Neto 2023).
    case selfAdaptive = "self-adaptive"

    /// Whether every point has a factor of its own, that says nothing about another point.
    var isPointwise: Bool { self == .residual || self == .selfAdaptive }
}

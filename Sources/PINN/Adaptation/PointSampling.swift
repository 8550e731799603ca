/// How points inside are moved to where residuals are large, at set steps of the training.
package enum PointSampling: String, CaseIterable, Sendable {
    /// They stay where they are.
    case none
    /// Half of them are drawn anew by a density |r|^k / mean |r|^k + c (RAD; Wu et al. 2023).
    case rad
    /// Points are added by the density |r|²; those there are stay (RAR-D; Wu et al. 2023).
    case rarD = "rar-d"
    /// Half of them are drawn anew by the density Φ'(|r| / ε) of a potential Φ (vRBA; Toscano et al. 2025).
    case residual
    /// Points with residuals above the mean are kept, the others drawn anew evenly (Daw et al. 2023).
    case r3
    /// Half of them are drawn anew by the smooth density that makes the residual largest; see `AdversarialDensity`.
    case adversarial
}

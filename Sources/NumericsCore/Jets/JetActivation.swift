import CKernels

/// Functions that jets are composed with; derivatives of all orders in closed form.
public enum JetActivation: String, CaseIterable, Codable, Sendable {
    case tanh
    case sin
    case cos
    /// z Φ(z) with the normal distribution Φ, exactly (Hendrycks and Gimpel 2016).
    case gelu
    case exp
    case square
    /// The cardinal B-spline of degree 5, which is zero outside (-3, 3) and has four continuous derivatives (Schoenberg 1946).
    case spline

    var kernel: Int32 {
        switch self {
        case .tanh: Int32(ANSATZ_JET_TANH)
        case .sin: Int32(ANSATZ_JET_SIN)
        case .cos: Int32(ANSATZ_JET_COS)
        case .gelu: Int32(ANSATZ_JET_GELU)
        case .exp: Int32(ANSATZ_JET_EXP)
        case .square: Int32(ANSATZ_JET_SQUARE)
        case .spline: Int32(ANSATZ_JET_SPLINE)
        }
    }
}

import CFFTW

/// The real even and odd transforms along one axis, in FFTW's unnormalised convention.
///
/// With n values x_j, j and k counted from 0:
/// - `cosineI`:   y_k = x_0 + (−1)^k x_{n−1} + 2 Σ_{j=1}^{n−2} x_j cos(π j k / (n−1))
/// - `cosineII`:  y_k = 2 Σ x_j cos(π (j+½) k / n)
/// - `cosineIII`: y_k = x_0 + 2 Σ_{j≥1} x_j cos(π j (k+½) / n)
/// - `sineI`:     y_k = 2 Σ x_j sin(π (j+1)(k+1) / (n+1))
/// - `sineII`:    y_k = 2 Σ x_j sin(π (j+½)(k+1) / n)
/// - `sineIII`:   y_k = (−1)^k x_{n−1} + 2 Σ_{j≤n−2} x_j sin(π (j+1)(k+½) / n)
///
/// Type I belongs to grids of vertices, type II to cell centres, and III is the inverse of II up to a factor.
public enum TrigonometricKind: Sendable, Hashable, CaseIterable {
    case cosineI, cosineII, cosineIII, sineI, sineII, sineIII

    /// The kind that undoes this one up to the factor `logicalLength`.
    public var inverse: TrigonometricKind {
        switch self {
        case .cosineI: .cosineI
        case .cosineII: .cosineIII
        case .cosineIII: .cosineII
        case .sineI: .sineI
        case .sineII: .sineIII
        case .sineIII: .sineII
        }
    }

    /// Length of the periodic sequence of which `count` values are half: the factor left by a transform and its inverse.
    public func logicalLength(_ count: Int) -> Int {
        switch self {
        case .cosineI: 2 * (count - 1)
        case .sineI: 2 * (count + 1)
        default: 2 * count
        }
    }

    var code: fftw_r2r_kind {
        switch self {
        case .cosineI: FFTW_REDFT00
        case .cosineII: FFTW_REDFT10
        case .cosineIII: FFTW_REDFT01
        case .sineI: FFTW_RODFT00
        case .sineII: FFTW_RODFT10
        case .sineIII: FFTW_RODFT01
        }
    }
}

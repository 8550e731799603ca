/// The size of a residual r = f − A u beside that of its parts; Euclidean norms over the unknowns.
public struct LatticeResidual: Sendable, Equatable {
    /// ‖f − A u‖
    public let residual: Double
    /// ‖u‖
    public let values: Double
    /// ‖f‖, with f as it was given (values on walls not moved to it).
    public let right: Double
    /// A bound of ‖A‖.
    public let operatorNorm: Double

    /// ‖r‖ / (‖A‖ ‖u‖ + ‖f‖): the relative change of A and f for which u is exact (Rigal and Gaches 1967). Rounding
    /// limits it to about 1e-16, whatever the number of points.
    public var backwardError: Double {
        let scale = operatorNorm * values + right
        return scale > 0 ? residual / scale : residual
    }
}

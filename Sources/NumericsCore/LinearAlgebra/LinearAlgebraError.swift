/// Why a factorisation or an iteration could not give an answer.
public enum LinearAlgebraError: Error, Sendable, Equatable {
    /// The matrix is singular: elimination met an exact zero at this pivot (counted from 0).
    case singular(pivot: Int)
    /// A Cholesky factorisation met a pivot that is not positive, at this row (counted from 0).
    case notPositiveDefinite(row: Int)
    /// An eigenvalue or singular value iteration of LAPACK did not converge.
    case notConverged
    /// Shapes that do not belong together: what was expected, and what came.
    case dimensionMismatch(expected: [Int], found: [Int])
}

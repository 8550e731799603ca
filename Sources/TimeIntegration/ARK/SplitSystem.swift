import NumericsCore

/// A system M y' = L y + N(t, y) with constant matrices M and L: L is stiff and taken implicitly, N explicitly.
///
/// Rows of M that are zero are constraints 0 = L y + N(t); there N must not depend on y.
public protocol SplitSystem: AnyObject {
    /// Number of unknowns n.
    var order: Int { get }
    /// M [n][n].
    var mass: SystemMatrix { get }
    /// L [n][n].
    var linear: SystemMatrix { get }
    /// True for the rows in which M is zero [n].
    var isConstraint: [Bool] { get }
    /// N(t, y) [n], overwritten.
    func evaluateNonlinear(time: Double, state: Tensor<Double>, value: inout Tensor<Double>) throws
}

import NumericsCore

/// A system M y' = f(t, y) with a constant matrix M, which may be singular: then it is differential-algebraic.
///
/// A class, because evaluations use workspaces that are made once; an instance belongs to one integrator at a time.
public protocol ImplicitSystem: AnyObject {
    /// Number of unknowns n.
    var order: Int { get }
    /// The mass matrix M [n][n].
    var mass: SystemMatrix { get }
    /// Differentiation index of each unknown: 0 or 1 for ordinary ones and index-1 algebraic ones, 2 for
    /// algebraic ones that two derivatives determine (a pressure). Empty means 1 throughout.
    var differentiationIndices: [Int] { get }
    /// Zero matrix with the shape of the Jacobian; called once.
    func makeJacobian() -> SystemMatrix
    /// f at several instants at once.
    /// - Parameters:
    ///   - times: one instant for each row.
    ///   - states: [row][n].
    ///   - values: [row][n], overwritten.
    func evaluate(times: [Double], states: Tensor<Double>, values: inout Tensor<Double>) throws
    /// df/dy at (time, state [n]); overwrites `jacobian`.
    func jacobian(time: Double, state: Tensor<Double>, into jacobian: inout SystemMatrix) throws
}

extension ImplicitSystem {
    public var differentiationIndices: [Int] { [] }
}

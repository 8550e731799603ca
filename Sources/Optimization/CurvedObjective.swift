import NumericsCore

/// An objective that is no sum of squares, with a stand-in for its second derivative that is cheap to form.
public protocol CurvedObjective: Objective {
    /// Number of columns of the factors C and N below.
    var curvatureCount: Int { get }

    /// Whether N may differ from zero.
    var mayBendDown: Bool { get }

    /// The loss at θ, its gradient, [parameter], and C and N, [parameter][column], with C Cᵀ - N Nᵀ in place of the second derivative.
    /// - Parameter negative: N; nil if `mayBendDown` is false.
    func curvature(
        at parameters: Tensor<Double>, gradient: inout Tensor<Double>, factor: SharedMatrix, negative: SharedMatrix?
    ) -> Double
}

import NumericsCore

/// An objective that is no sum of squares, with a positive semi-definite stand-in for its second derivative.
public protocol CurvedObjective: Objective {
    /// Number of columns of the factor C below.
    var curvatureCount: Int { get }

    /// The loss at θ, its gradient, [parameter], and C, [parameter][column], with C Cᵀ in place of the second derivative.
    func curvature(at parameters: Tensor<Double>, gradient: inout Tensor<Double>, factor: SharedMatrix) -> Double
}

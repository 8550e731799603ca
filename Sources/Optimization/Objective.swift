import NumericsCore

/// A function of parameters θ that is to be made small.
///
/// A resource: evaluations write to memory made once, so one caller at a time.
public protocol Objective: AnyObject {
    /// Number of parameters θ.
    var parameterCount: Int { get }

    /// The loss at θ, [parameter].
    func loss(at parameters: Tensor<Double>) -> Double

    /// The loss at θ and its gradient, [parameter].
    func loss(at parameters: Tensor<Double>, gradient: inout Tensor<Double>) -> Double
}

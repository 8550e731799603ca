import Expressions
import NumericsCore
import Problems
import TrialFunctions

/// Features with their coefficients.
struct FeatureFit: Sendable {
    let space: TrialSpace
    let features: FeatureParts
    /// [component][feature]
    let parameters: Tensor<Double>
    /// Relative residual at points that the coefficients were not fitted to.
    var heldOut = Double.infinity

    /// Values of jets at points [coordinate][point] -> [jet][point].
    func values(_ jets: [Jet], at points: Tensor<Double>, pool: ThreadPool? = nil) -> Tensor<Double> {
        space.values(of: jets, parameters: parameters, at: points, pool: pool)
    }
}

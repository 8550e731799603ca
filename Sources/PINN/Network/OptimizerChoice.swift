import NumericsCore
import Optimization

/// Chooses the optimizer and says why.
struct OptimizerChoice {
    var optimizer: any Optimizer
    /// `Levenberg-Marquardt: 517 parameters`.
    var reason: String

    static let names = ["auto", "levenberg-marquardt"]

    init(_ name: String, parameterCount: Int, pool: ThreadPool) {
        optimizer = LevenbergMarquardt(pool: pool)
        reason = "Levenberg-Marquardt with geodesic acceleration, \(parameterCount) parameters"
    }
}

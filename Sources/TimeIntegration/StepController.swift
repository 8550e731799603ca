import Foundation

/// Chooses the next step from the error of the last ones.
///
/// Two laws: the predictive one of Gustafsson (1994; Hairer and Wanner 1996, section IV.8), made for implicit methods,
/// and the proportional-integral one (Söderlind 2003), made for methods with explicit parts.
public struct StepController: Sendable, Hashable {
    public enum Law: Sendable, Hashable {
        /// Extrapolates the change of the error constant over the last two steps.
        case predictive
        /// err_n^(-0.7/k) err_(n-1)^(0.4/k).
        case proportionalIntegral
    }

    public let law: Law
    /// Order of the error estimate in the step, k: err ~ h^k.
    public let estimateOrder: Int
    /// Fraction of the predicted step that is taken.
    public var safety = 0.9
    /// Largest and smallest ratio of successive steps.
    public var growth = 8.0
    public var shrinkage = 0.2
    /// Step and error of the last accepted step; 0 before the first one.
    public private(set) var lastStep = 0.0
    public private(set) var lastError = 0.0

    public init(law: Law, estimateOrder: Int) {
        self.law = law
        self.estimateOrder = estimateOrder
    }

    /// Ratio of the next step to the accepted one.
    /// - Parameters:
    ///   - error: estimated error over tolerance, at most 1.
    ///   - effort: factor at most 1 by which a slow Newton iteration lowers the safety.
    public mutating func accept(error: Double, step: Double, effort: Double = 1) -> Double {
        let exponent = 1 / Double(estimateOrder)
        let error = max(error, 1e-10)
        var ratio = safety * effort * pow(error, -exponent)
        if lastStep > 0 {
            switch law {
            case .predictive:
                let change = pow(lastError / error, exponent) * pow(error, -exponent) * safety * step / lastStep
                ratio = min(ratio, max(change, shrinkage))
            case .proportionalIntegral:
                ratio = safety * pow(error, -0.7 * exponent) * pow(max(lastError, 1e-10), 0.4 * exponent)
            }
        }
        lastStep = step
        // Below this an error says little about the error constant of the next step.
        lastError = law == .predictive ? max(error, 1e-2) : error
        return min(growth, max(shrinkage, ratio))
    }

    /// Ratio of the repeated step to the rejected one.
    public func reject(error: Double, effort: Double = 1) -> Double {
        guard error.isFinite else { return shrinkage }
        let ratio = safety * effort * pow(error, -1 / Double(estimateOrder))
        return min(0.9, max(shrinkage, ratio))
    }

    /// Continues from stored values of `lastStep` and `lastError`.
    public mutating func resume(lastStep: Double, lastError: Double) {
        self.lastStep = lastStep
        self.lastError = lastError
    }
}

import NumericsCore

/// The length of a step against the number of steps taken.
public enum LearningRate: Sendable, Hashable {
    case constant(Double)
    /// rate · factor^(n / interval), continuously.
    case exponential(Double, factor: Double, interval: Int)
    /// Half a cosine from `rate` to `final` over `steps`, and `final` after them (Loshchilov and Hutter 2017).
    case cosine(Double, final: Double, steps: Int)
    /// A cosine up from peak / 25 over the part `rise` of `steps`, and one down to peak / 10⁵ (Smith and Topin 2019).
    case oneCycle(peak: Double, rise: Double, steps: Int)

    /// The rate of the step after `iteration` steps.
    public func value(at iteration: Int) -> Double {
        let count = Double(iteration)
        switch self {
        case .constant(let rate): return rate
        case .exponential(let rate, let factor, let interval):
            return rate * Double.pow(factor, count / Double(max(interval, 1)))
        case .cosine(let rate, let final, let steps):
            return LearningRate.blend(rate, final, count / Double(max(steps, 1)))
        case .oneCycle(let peak, let rise, let steps):
            let turn = rise * Double(max(steps, 1))
            if count < turn { return LearningRate.blend(peak / 25, peak, count / turn) }
            return LearningRate.blend(peak, peak / 1e5, (count - turn) / max(Double(steps) - turn, 1))
        }
    }

    private static func blend(_ from: Double, _ to: Double, _ part: Double) -> Double {
        to + (from - to) * 0.5 * (1 + Double.cos(Double.pi * min(max(part, 0), 1)))
    }
}

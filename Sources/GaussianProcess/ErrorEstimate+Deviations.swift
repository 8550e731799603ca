import Fields
import NumericsCore
import Problems
import Solving

extension ErrorEstimate {
    /// The root mean square of the deviation over that of the mean, and the largest deviation.
    static func deviations(_ problem: Problem, _ means: [Snapshot], _ deviations: [Snapshot]) -> [String: ErrorEstimate] {
        var estimates: [String: ErrorEstimate] = [:]
        for unknown in problem.unknowns where !deviations.isEmpty {
            var (squares, sizes, largest) = (0.0, 0.0, 0.0)
            for (mean, deviation) in zip(means, deviations) {
                guard let value = mean.field(named: unknown.name), let spread = deviation.field(named: unknown.name) else { continue }
                for (v, s) in zip(value.values.elements, spread.values.elements) where v.isFinite && s.isFinite {
                    squares += s * s
                    sizes += v * v
                    largest = max(largest, s)
                }
            }
            estimates[unknown.name] = ErrorEstimate(
                relativeL2: (squares / max(sizes, .leastNormalMagnitude)).squareRoot(), maximum: largest,
                basis: "posterior standard deviation")
        }
        return estimates
    }
}

import Foundation

/// A named number of the problem.
public struct Parameter: Hashable, Sendable {
    public var name: String
    /// The value used in a forward solve, and the start of an estimation.
    public var value: Double
    /// Admissible range, if given.
    public var range: ClosedRange<Double>?
    /// True if the value is to be found from observations.
    public var isEstimated: Bool
    /// True if learned methods take it as one more coordinate, over all of its range; others take the value.
    public var isInput = false
    /// The true value of one to be estimated, where it is known: for verdicts and references only.
    public var exact: Double?
    /// A label only: problems are non-dimensional.
    public var unit: String?
    /// How a family draws the value from its range; nil for parameters that do not vary.
    public var sampling: Sampling?

    /// How a value is drawn from the range.
    public enum Sampling: String, Sendable, CaseIterable {
        case uniform
        case logUniform = "log-uniform"
    }

    public init(name: String, value: Double, range: ClosedRange<Double>? = nil, isEstimated: Bool = false, unit: String? = nil) {
        self.name = name
        self.value = value
        self.range = range
        self.isEstimated = isEstimated
        self.unit = unit
    }
}

extension Parameter.Sampling {
    /// The value at a fraction in [0, 1) of the distribution over a range.
    func value(at fraction: Double, in range: ClosedRange<Double>) -> Double {
        switch self {
        case .uniform: range.lowerBound + (range.upperBound - range.lowerBound) * fraction
        case .logUniform: exp(log(range.lowerBound) + log(range.upperBound / range.lowerBound) * fraction)
        }
    }
}

extension ClosedRange<Double> {
    /// The middle: of the logarithms where all of the range is positive.
    package var middle: Double {
        lowerBound > 0 ? (lowerBound * upperBound).squareRoot() : 0.5 * (lowerBound + upperBound)
    }
}

import Foundation
import Problems

/// The way from a free number q to the value of a parameter that is to be estimated.
///
/// In a range, s = a + (b - a) / (1 + e^-q) stays inside whatever q is, s being the value, or its logarithm where all of the range
/// is positive. Without one the value is q times the size of the start, so that steps of all parameters are alike.
struct ParameterMap: Sendable {
    /// Index among the parameters of the problem.
    let parameter: Int
    private let lower: Double
    private let width: Double
    private let isBounded: Bool
    private let isLogarithmic: Bool

    init(_ index: Int, _ parameter: Parameter) {
        self.parameter = index
        isBounded = parameter.range != nil
        isLogarithmic = (parameter.range?.lowerBound ?? 0) > 0
        if let range = parameter.range {
            let ends = isLogarithmic ? (log(range.lowerBound), log(range.upperBound)) : (range.lowerBound, range.upperBound)
            lower = ends.0
            width = ends.1 - ends.0
        } else {
            lower = 0
            width = parameter.value == 0 ? 1 : abs(parameter.value)
        }
    }

    /// The maps of all parameters that are to be estimated, in order.
    static func all(of problem: Problem) -> [ParameterMap] {
        problem.parameters.indices.filter { problem.parameters[$0].isEstimated }.map { ParameterMap($0, problem.parameters[$0]) }
    }

    /// The free number of a value. Ends of a range, which have none, are taken for points close to them.
    func free(_ value: Double) -> Double {
        guard isBounded else { return value / width }
        let fraction = ((isLogarithmic ? log(value) : value) - lower) / width
        let inner = min(max(fraction, 0.01), 0.99)
        return log(inner / (1 - inner))
    }

    /// The value.
    func value(_ free: Double) -> Double {
        guard isBounded else { return width * free }
        let place = lower + width / (1 + exp(-free))
        return isLogarithmic ? exp(place) : place
    }

    /// Whether the value is, to a thousandth of the range, at one end of it, beyond which it cannot go.
    func isAtEnd(_ free: Double) -> Bool {
        guard isBounded else { return false }
        let fraction = 1 / (1 + exp(-abs(free)))
        return 1 - fraction < Self.endShare
    }

    private static let endShare = 1e-3

    /// First and second derivative of the value by q.
    func derivatives(_ free: Double) -> (slope: Double, bend: Double) {
        guard isBounded else { return (width, 0) }
        let fraction = 1 / (1 + exp(-free))
        let slope = width * fraction * (1 - fraction)
        let bend = slope * (1 - 2 * fraction)
        guard isLogarithmic else { return (slope, bend) }
        let value = value(free)
        return (value * slope, value * (slope * slope + bend))
    }
}

import Foundation
import NumericsCore

extension GridAxis {
    /// Equally spaced points from `lower` to `upper`, both included; weights of `uniformWeights`.
    ///
    /// Precondition: at least one point, finite ends, `lower < upper` unless there is one point.
    public static func uniform(_ name: String, from lower: Double, to upper: Double, count: Int) -> GridAxis {
        precondition(count >= 1 && lower.isFinite && upper.isFinite, "an axis needs points and finite ends")
        precondition(count == 1 || lower < upper, "the range of axis '\(name)' is empty")
        let length = upper - lower
        let points = (0..<count).map { position in
            spread(position, of: count - 1, from: lower, to: upper) { $0 * length / Double(count - 1) }
        }
        return GridAxis(name: name, layout: .uniform, points: points, weights: uniformWeights(length: length, count: count))
    }

    /// Equally spaced points of a periodic coordinate; the image `upper` of `lower` is not stored.
    ///
    /// Weights are those of the trapezoidal rule, exact for trigonometric polynomials of degree below `count`.
    public static func periodic(_ name: String, from lower: Double, to upper: Double, count: Int) -> GridAxis {
        precondition(count >= 1 && lower < upper && (upper - lower).isFinite, "the range of axis '\(name)' is empty")
        let length = upper - lower
        let points = (0..<count).map { lower + length * (Double($0) / Double(count)) }
        let weights = [Double](repeating: length / Double(count), count: count)
        return GridAxis(name: name, layout: .periodic, points: points, weights: weights)
    }

    /// Chebyshev points of the second kind in each element between `breaks`, ascending, common ends stored once.
    ///
    /// Weights are those of Clenshaw and Curtis per element, exact for polynomials of degree `degree`.
    /// - Parameters:
    ///   - breaks: ascending ends of the elements; two or more.
    ///   - degree: polynomial degree in every element, at least 1.
    public static func chebyshev(_ name: String, breaks: [Double], degree: Int) -> GridAxis {
        chebyshev(name, breaks: breaks, degrees: Array(repeating: degree, count: max(breaks.count - 1, 0)))
    }

    /// Chebyshev points with a degree per element [element].
    public static func chebyshev(_ name: String, breaks: [Double], degrees: [Int]) -> GridAxis {
        precondition(breaks.count >= 2 && degrees.count == breaks.count - 1, "one degree per element is needed")
        precondition(zip(breaks, breaks.dropFirst()).allSatisfy(<), "the breaks of axis '\(name)' must ascend")
        var points = [breaks[0]]
        var weights = [0.0]
        var rules: [Int: [Double]] = [:]
        for (element, degree) in degrees.enumerated() {
            precondition(degree >= 1, "an element needs degree 1 or more")
            let (lower, upper) = (breaks[element], breaks[element + 1])
            let rule = rules[degree] ?? Quadrature.clenshawCurtis(degree + 1).weights
            rules[degree] = rule
            points += chebyshevPoints(from: lower, to: upper, degree: degree).dropFirst()
            let half = (upper - lower) / 2
            weights[weights.count - 1] += half * rule[0]
            weights += rule.dropFirst().map { half * $0 }
        }
        return GridAxis(name: name, layout: .chebyshev(breaks: breaks), points: points, weights: weights)
    }

    /// Any strictly ascending points; weights of `scatteredWeights`.
    public static func points(_ name: String, _ points: [Double]) -> GridAxis {
        precondition(!points.isEmpty && points.allSatisfy(\.isFinite), "an axis needs finite points")
        precondition(zip(points, points.dropFirst()).allSatisfy(<), "the points of axis '\(name)' must ascend")
        return GridAxis(name: name, layout: .points, points: points, weights: scatteredWeights(points))
    }

    /// Chebyshev points of the second kind on an interval, ascending, ends exact.
    static func chebyshevPoints(from lower: Double, to upper: Double, degree: Int) -> [Double] {
        let length = upper - lower
        return (0...degree).map { position in
            // (1 - cos a)/2 = sin²(a/2) keeps full relative accuracy of the distance to the nearer end.
            spread(position, of: degree, from: lower, to: upper) { steps in
                let sine = sin(Double.pi * steps / Double(2 * degree))
                return length * sine * sine
            }
        }
    }

    /// Point `position` of `0...last`, measured from the nearer end so that symmetric ranges give symmetric points.
    private static func spread(
        _ position: Int, of last: Int, from lower: Double, to upper: Double, distance: (Double) -> Double
    ) -> Double {
        if position == 0 { return lower }
        if position == last { return upper }
        if 2 * position == last { return lower + (upper - lower) / 2 }
        return 2 * position < last ? lower + distance(Double(position)) : upper - distance(Double(last - position))
    }
}

import Expressions
import Fields
import Foundation
import NumericsCore
import Problems

/// How rough the data of a problem are along each coordinate: where their Chebyshev or Fourier series have fallen off.
///
/// Data are what the residuals hold for zero unknowns: sources, initial and boundary values. A wave cos(R s) on [-1, 1] has a
/// Chebyshev series that falls off just beyond the degree R, so the degree is a bandwidth with room to spare.
struct DataBandwidth {
    private let problem: Problem
    private let seed: UInt64

    private static let lines = 5
    private static let samples = 128
    /// Size of coefficients that count, relative to the largest.
    private static let threshold = 1e-3
    /// Series that have not fallen off by then are those of data that are not smooth.
    private static let limit = 64.0

    init(_ problem: Problem, seed: UInt64) {
        self.problem = problem
        self.seed = seed
    }

    /// By coordinate, in radians per half range; nil where the data are constant and say nothing.
    func bandwidths() throws -> [Double?] {
        var stream = RandomStream(seed: seed, name: "features.data")
        return try problem.coordinates.indices.map { coordinate in
            var largest: Double?
            for equation in problem.equations {
                largest = try larger(largest, along: coordinate, equation.residual, fixed: nil, using: &stream)
            }
            for condition in problem.conditions {
                guard let fixed = fixed(condition.place), fixed.coordinate != coordinate else { continue }
                largest = try larger(largest, along: coordinate, condition.residual, fixed: fixed, using: &stream)
            }
            return largest
        }
    }

    private func fixed(_ place: Condition.Place) -> (coordinate: Int, value: Double)? {
        switch place {
        case .instant(let instant): return (problem.timeIndex!, instant)
        case .side(let side):
            let range = problem.coordinates[side.coordinate]
            return (side.coordinate, side.isUpper ? range.upper : range.lower)
        case .part: return nil
        }
    }

    private func larger(
        _ known: Double?, along coordinate: Int, _ residual: Expressions.Expression, fixed: (coordinate: Int, value: Double)?,
        using stream: inout RandomStream
    ) throws -> Double? {
        let range = problem.coordinates[coordinate]
        let count = Self.samples
        let places = Self.places(range, count: count)
        var largest = known
        for _ in 0..<Self.lines {
            var base = problem.coordinates.map { stream.uniform(from: $0.lower, to: $0.upper) }
            if let fixed { base[fixed.coordinate] = fixed.value }
            let rows = places.map { place in
                var row = base
                row[coordinate] = place
                return row
            }
            let block = try ResidualBlock(
                names: [""], residuals: [residual], points: CollocationPoints(rows: rows), scales: [1], problem: problem)
            guard let found = Self.bandwidth(
                values(block), isPeriodic: range.isPeriodic, threshold: Self.threshold, limit: Self.limit)
            else { continue }
            largest = max(largest ?? 0, found)
        }
        return largest
    }

    /// The residual for zero unknowns.
    private func values(_ block: ResidualBlock) -> [Double] {
        var chunk = ResidualChunk(block, capacity: Self.samples)
        chunk.load(block, 0..<Self.samples)
        chunk.evaluateValues(block)
        return chunk.values.elements
    }

    /// Points along a coordinate: equally spaced on a circle, else those of Chebyshev.
    static func places(_ range: Coordinate, count: Int) -> [Double] {
        let step = 1 / Double(count)
        return (0..<count).map { index in
            let place = Double(index)
            let fraction = range.isPeriodic ? place * step : 0.5 * (1 - cos(Double.pi * (place + 0.5) * step))
            return range.lower + range.length * fraction
        }
    }

    /// The last term of the series that counts; nil for constants and data that are not finite.
    /// - Parameters:
    ///   - threshold: size of coefficients that count, relative to the largest.
    ///   - limit: largest number of a term.
    static func bandwidth(_ values: [Double], isPeriodic: Bool, threshold: Double, limit: Double) -> Double? {
        let count = values.count
        guard values.allSatisfy(\.isFinite) else { return nil }
        let step = (isPeriodic ? 2 : 1) * Double.pi / Double(count)
        let offset = isPeriodic ? 0 : 0.5
        let sizes = (0..<count / 2).map { degree -> Double in
            var (cosine, sine) = (0.0, 0.0)
            for (index, value) in values.enumerated() {
                let angle = step * Double(degree) * (Double(index) + offset)
                cosine += value * cos(angle)
                if isPeriodic { sine += value * sin(angle) }
            }
            return (cosine * cosine + sine * sine).squareRoot()
        }
        guard let largest = sizes.max(), largest > 0,
            let last = sizes.lastIndex(where: { $0 > threshold * largest }), last > 0
        else { return nil }
        return min(Double(last), limit) * (isPeriodic ? Double.pi : 1)
    }
}

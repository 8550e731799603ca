import Foundation
import NumericsCore
import Problems

/// Instants at which integrals over space are taken, and how their values in between follow: by the polynomial through Chebyshev points
/// of the second kind (barycentric; Berrut and Trefethen 2004). A single one where there is no time.
struct TimeNodes: Sendable {
    /// Empty without time.
    let times: [Double]
    private let coordinate: Int?
    private let weights: [Double]

    /// Points over the time range: integrals over space are smooth in time, and the polynomial is exact to about e^(-24 w) where w is the
    /// distance of the nearest singularity.
    static let count = 24

    init(_ problem: Problem) {
        coordinate = problem.timeIndex
        guard let time = problem.timeIndex else {
            (times, weights) = ([], [1])
            return
        }
        let (range, last) = (problem.coordinates[time], Self.count - 1)
        times = (0...last).map { node in
            let sine = sin(0.5 * Double.pi * Double(node) / Double(last))
            return node == last ? range.upper : range.lower + range.length * sine * sine
        }
        weights = (0...last).map { ($0 % 2 == 0 ? 1 : -1) * ($0 == 0 || $0 == last ? 0.5 : 1) }
    }

    /// Number of values of an integral.
    var count: Int { weights.count }

    /// Factors of the values, [node][point], at points [coordinate][point].
    func factors(at points: Tensor<Double>) -> Tensor<Double> {
        let total = points.shape[1]
        var result = Tensor(shape: [count, total], repeating: 1.0)
        guard let coordinate else { return result }
        for point in 0..<total {
            let t = points[coordinate, point]
            if let node = times.firstIndex(of: t) {
                for other in 0..<count { result[other, point] = other == node ? 1 : 0 }
                continue
            }
            let terms = (0..<count).map { weights[$0] / (t - times[$0]) }
            let sum = terms.reduce(0, +)
            for node in 0..<count { result[node, point] = terms[node] / sum }
        }
        return result
    }
}

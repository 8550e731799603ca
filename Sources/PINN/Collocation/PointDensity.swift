import Expressions
import Foundation
import NumericsCore
import Problems
import TrialFunctions

/// How dense collocation points are to be, by how steep and how curved a solution is found to be.
///
/// The monitor of a point is Σ over components and coordinates of |L u_x| + √|L² u_xx|, L being the length of the range; the
/// density is the mean of 1 and the monitor over its mean (after de Boor 1973: half of the points are spread evenly).
package struct PointDensity: Sendable {
    private let evaluator: NetworkEvaluator
    private let jets: [Jet]
    private let scales: [Double]
    private let powers: [Double]
    /// Mean of the monitor.
    private var mean = 1.0
    /// Largest density found, over that of even points.
    private(set) var largest = 1.0

    /// Densities beyond are cut off: rounding, or a solution that is not known yet.
    private static let limit = 64.0
    private static let probeCount = 8192

    init(_ evaluator: NetworkEvaluator, seed: UInt64) {
        let problem = evaluator.space.problem
        self.evaluator = evaluator
        var jets: [Jet] = [], scales: [Double] = [], powers: [Double] = []
        for component in 0..<problem.componentCount {
            for (index, coordinate) in problem.coordinates.enumerated() {
                for order in 1...2 {
                    jets.append(Jet(component: component, derivative: MultiIndex.none.raised(along: index, by: order)))
                    scales.append(pow(coordinate.length, Double(order)))
                    powers.append(1 / Double(order))
                }
            }
        }
        (self.jets, self.scales, self.powers) = (jets, scales, powers)
        var stream = RandomStream(seed: seed, name: "density")
        if let points = try? CollocationSampler(problem, rule: .sobol(.owen)).interior(Self.probeCount, using: &stream) {
            let found = monitors(at: points.coordinates)
            mean = found.reduce(0, +) / Double(max(found.count, 1))
            largest = densities(found).max() ?? 1
        }
    }

    /// Whether it pays to spread points anew.
    var isUneven: Bool { mean.isFinite && mean > 0 && largest > 3 }

    /// Densities over that of even points, at points [coordinate][point].
    func values(at points: Tensor<Double>) -> [Double] { densities(monitors(at: points)) }

    private func densities(_ monitors: [Double]) -> [Double] {
        monitors.map { min(0.5 + 0.5 * $0 / mean, Self.limit) }
    }

    private func monitors(at points: Tensor<Double>) -> [Double] {
        let values = evaluator.values(of: jets, at: points)
        return (0..<points.shape[1]).map { point in
            jets.indices.reduce(0) { $0 + pow(abs(values[$1, point]) * scales[$1], powers[$1]) }
        }
    }
}

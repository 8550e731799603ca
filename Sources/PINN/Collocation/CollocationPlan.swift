import Expressions
import Fields
import NumericsCore
import Problems
import TrialFunctions

/// Makes the residual blocks of a problem: one for its equations, one for each condition that is not met by construction.
struct CollocationPlan: Sendable {
    /// Points inside.
    var interiorCount: Int
    /// Points of each condition, on the boundary and at instants.
    var conditionCount: Int
    /// What residuals of conditions are multiplied with against those of equations.
    var conditionWeight = 1.0
    var rule = PointRule.sobol(.owen)
    /// Symmetries of the trial space: points are moved to the upper half of the mirrored ranges.
    var reflections: [Reflection] = []
    /// How dense points inside are; nil spreads them evenly.
    var density: PointDensity?

    /// - Parameters:
    ///   - omitting: indices of conditions that the trial space meets exactly.
    ///   - stage: tells point sets of one run apart: each has its own random stream.
    func blocks(
        of problem: Problem, omitting: Set<Int> = [], seed: UInt64, stage: String
    ) throws -> [ResidualBlock] {
        let sampler = CollocationSampler(problem, rule: rule)
        let differentiates = problem.parameters.contains { $0.isEstimated }
        var stream = RandomStream(seed: seed, name: "collocation.\(stage).interior")
        var blocks = [
            try ResidualBlock(
                names: problem.equations.map(\.name), residuals: problem.equations.map(\.residual),
                points: interior(sampler, problem, &stream),
                scales: problem.equations.map { _ in 1 }, problem: problem, differentiatesParameters: differentiates)
        ]
        for (index, condition) in problem.conditions.enumerated() where !omitting.contains(index) {
            var stream = RandomStream(seed: seed, name: "collocation.\(stage).condition.\(index)")
            blocks.append(
                try ResidualBlock(
                    names: [condition.name], residuals: [condition.residual],
                    points: sampler.points(of: index, count: conditionCount, using: &stream),
                    scales: [conditionWeight], problem: problem, differentiatesParameters: differentiates))
        }
        return blocks
    }

    private func interior(_ sampler: CollocationSampler, _ problem: Problem, _ stream: inout RandomStream) throws -> CollocationPoints {
        let points =
            if let density { try sampler.interior(interiorCount, density: density, using: &stream) } else {
                try sampler.interior(interiorCount, using: &stream)
            }
        return folded(points, problem)
    }

    /// One half of a mirrored range tells all there is to know.
    private func folded(_ points: CollocationPoints, _ problem: Problem) -> CollocationPoints {
        var folded = points
        for coordinate in Set(reflections.flatMap(\.coordinates)) {
            let range = problem.coordinates[coordinate]
            let middle = 0.5 * (range.lower + range.upper)
            for point in 0..<points.count {
                folded.coordinates[coordinate, point] = middle + abs(points.coordinates[coordinate, point] - middle)
            }
        }
        return folded
    }
}

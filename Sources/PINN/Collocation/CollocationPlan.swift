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
    /// Conditions where cells meet.
    var faces: [Interfaces.Face] = []
    /// Seams that have rows.
    var seams: [Seam] = []
    /// What rows are divided by.
    var scales = NaturalScales()

    /// - Parameters:
    ///   - omitting: indices of conditions that the trial space meets exactly.
    ///   - stage: tells point sets of one run apart: each has its own random stream.
    func blocks(
        of problem: Problem, omitting: Set<Int> = [], seed: UInt64, stage: String
    ) throws -> [ResidualBlock] {
        let sampler = CollocationSampler(problem, rule: rule)
        let differentiates = problem.parameters.contains { $0.isEstimated }
        var stream = RandomStream(seed: seed, name: "collocation.\(stage).interior")
        var blocks = [try equationBlock(of: problem, at: interior(sampler, problem, &stream))]
        for (index, condition) in problem.conditions.enumerated() where !omitting.contains(index) {
            var stream = RandomStream(seed: seed, name: "collocation.\(stage).condition.\(index)")
            let sampled = try sampler.points(of: index, count: conditionCount, using: &stream)
            blocks.append(
                try ResidualBlock(
                    names: [condition.name], residuals: [condition.residual],
                    points: faces.isEmpty ? sampled : sampled.nudgedInside(problem),
                    scales: [conditionWeight], problem: problem, differentiatesParameters: differentiates))
        }
        for (index, face) in faces.enumerated() {
            var stream = RandomStream(seed: seed, name: "collocation.\(stage).face.\(index)")
            let points = try sampler.points(across: face.coordinate, at: face.place, count: conditionCount, using: &stream)
            blocks.append(
                try ResidualBlock(
                    names: face.residuals.map { _ in face.name }, residuals: face.residuals, points: points,
                    scales: face.residuals.map { _ in conditionWeight }, problem: problem, differentiatesParameters: differentiates))
        }
        blocks += try gaugeBlocks(of: problem) + seamBlocks(of: problem, sampler, seed: seed, stage: stage)
        return blocks.enumerated().map { $0 == 0 || !scales.rows.indices.contains($0) ? $1 : $1.divided(by: scales.rows[$0]) }
    }

    /// What gauges ask for, in rows of their own.
    func gaugeBlocks(of problem: Problem) throws -> [ResidualBlock] {
        let differentiates = problem.parameters.contains { $0.isEstimated }
        var blocks: [ResidualBlock] = []
        for gauge in problem.gauges {
            // One row an instant: what it holds has the same value everywhere in space.
            let middle = problem.coordinates.map { 0.5 * ($0.lower + $0.upper) }
            let times = TimeNodes(problem).times
            let rows = problem.timeIndex.map { time in times.map { instant in middle.indices.map { $0 == time ? instant : middle[$0] } } } ?? [middle]
            blocks.append(
                try ResidualBlock(
                    names: [gauge.name], residuals: [gauge.residual], points: CollocationPoints(rows: rows), scales: [conditionWeight], problem: problem,
                    differentiatesParameters: differentiates))
        }
        return blocks
    }

    /// What must not jump where periodic coordinates close.
    private func seamBlocks(of problem: Problem, _ sampler: CollocationSampler, seed: UInt64, stage: String) throws -> [ResidualBlock] {
        try seams.map { seam in
            var stream = RandomStream(seed: seed, name: "collocation.\(stage).seam.\(seam.coordinate)")
            return try ResidualBlock(
                names: seam.residuals.map { _ in seam.name }, residuals: seam.residuals,
                points: seam.points(conditionCount, sampler, using: &stream), scales: seam.residuals.map { _ in 1 }, problem: problem,
                differentiatesParameters: problem.parameters.contains { $0.isEstimated })
        }
    }

    /// The equations at points inside.
    func equationBlock(of problem: Problem, at points: CollocationPoints) throws -> ResidualBlock {
        try ResidualBlock(
            names: problem.equations.map(\.name), residuals: problem.equations.map(\.residual), points: points,
            scales: problem.equations.map { _ in 1 }, problem: problem,
            differentiatesParameters: problem.parameters.contains { $0.isEstimated }
        ).divided(by: scales.rows.first ?? [])
    }

    private func interior(_ sampler: CollocationSampler, _ problem: Problem, _ stream: inout RandomStream) throws -> CollocationPoints {
        let points =
            if let density { try sampler.interior(interiorCount, density: density, using: &stream) } else {
                try sampler.interior(interiorCount, using: &stream)
            }
        return folded(points, problem)
    }

    /// One half of a mirrored range tells all there is to know.
    func folded(_ points: CollocationPoints, _ problem: Problem) -> CollocationPoints {
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

extension CollocationPlan {
    /// A block for each table of measurements: u(x_i) - d_i, every value with the same weight in units of its standard deviation.
    ///
    /// Weights are those of one table in the mean: misfits are divided by σ / σ̄ with 1/σ̄² the mean of 1/σ² over all values.
    static func observationBlocks(of problem: Problem, weight: Double) throws -> [ResidualBlock] {
        let count = problem.observations.reduce(0) { $0 + $1.values.count }
        let usual = usualDeviation(problem)
        return try problem.observations.map { set in
            let components = Array(problem.unknowns[set.unknown].components)
            var points = CollocationPoints(rows: [])
            points.coordinates = set.points
            points.shares = Array(repeating: 1 / Double(count), count: set.count)
            return try ResidualBlock(
                names: components.map { _ in problem.unknowns[set.unknown].name + " observed" },
                residuals: components.indices.map { .symbol(.jet(Jet(component: components[$0]))) - .symbol(.bound($0)) },
                points: points, scales: components.map { _ in weight * usual / (set.deviation ?? usual) }, problem: problem,
                observed: components.indices.map { row in (0..<set.count).map { set.values[row, $0] } },
                differentiatesParameters: true)
        }
    }

    /// σ̄, by the tables that state their noise; the others are taken for like them. 1 if none does.
    static func usualDeviation(_ problem: Problem) -> Double {
        let known = problem.observations.compactMap { set in set.deviation.map { (count: Double(set.values.count), deviation: $0) } }
        guard !known.isEmpty else { return 1 }
        let inverses = known.reduce(0) { $0 + $1.count / ($1.deviation * $1.deviation) }
        return (known.reduce(0) { $0 + $1.count } / inverses).squareRoot()
    }
}

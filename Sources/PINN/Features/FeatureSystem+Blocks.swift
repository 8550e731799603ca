import Expressions
import Foundation
import NumericsCore
import Problems
import TrialFunctions

extension FeatureSystem {
    /// Blocks at enough points for a number of features: equations, conditions, faces, seams.
    func blocks(_ features: FeatureParts, _ choice: FeatureChoice) throws -> [ResidualBlock] {
        let total = Int(Self.rowsPerColumn * Double(features.parameterCount) / Double(problem.equations.count)) + 1
        let isStep = settings.function == .tanh
        let tensor = FeaturePoints(
            problem, axes: axes, total: total, bandwidths: choice.bandwidths.map { isStep ? 2 * Double.pi : $0 })
        let sampler = CollocationSampler(problem, rule: .sobol(.owen))
        var stream = RandomStream(seed: seed, name: "collocation.fit")
        // Products of points are too many, or too coarse, in more than three dimensions and time.
        let isTensor = problem.isBox && problem.coordinates.count <= 4
        let inside: CollocationPoints
        switch settings.rule {
        case .gauss where isTensor: inside = tensor.interior()
        case .gauss, .sobol: inside = try unweighted(sampler.interior(total, using: &stream))
        case .christoffel: inside = try christoffelPoints(total, features, sampler, &stream)
        }
        var blocks = [try block(problem.equations.map(\.name), problem.equations.map(\.residual), inside)]
        let dimension = Double(problem.coordinates.count)
        let boundary = dimension > 4 ? total / 5 + 1 : Int(6 * pow(Double(total), (dimension - 1) / dimension)) + 1
        for index in conditions {
            let condition = problem.conditions[index]
            let points = isTensor ? tensor.points(of: condition) : nil
            let found = try points ?? unweighted(sampler.points(of: index, count: boundary, using: &stream))
            blocks.append(try block([condition.name], [condition.residual], faces.isEmpty ? found : found.nudgedInside(problem)))
        }
        for face in faces {
            let points = isTensor
                ? tensor.points(of: face)
                : unweighted(try sampler.points(across: face.coordinate, at: face.place, count: boundary, using: &stream))
            blocks.append(try block(face.residuals.map { _ in face.name }, face.residuals, points))
        }
        let plan = CollocationPlan(interiorCount: 0, conditionCount: 0)
        blocks += try plan.gaugeBlocks(of: problem)
        for seam in seams {
            let points = unweighted(try seam.points(boundary, sampler, using: &stream))
            blocks.append(try block(seam.residuals.map { _ in seam.name }, seam.residuals, points))
        }
        return blocks
    }

    /// Squares of residuals in a space, with the integrals they hold.
    func objective(_ blocks: [ResidualBlock], _ space: TrialSpace) -> CollocationObjective {
        guard !problem.functionalsInLaws.isEmpty else { return CollocationObjective(blocks, space: space, pool: pool) }
        // Data that integrands hold have been sampled for the equations before.
        let functionals = try? FunctionalValues(problem, space: space, count: 2 * (blocks.first?.points.count ?? 0), pool: pool)
        return CollocationObjective(blocks, space: space, functionals: functionals, pool: pool)
    }

    private func christoffelPoints(
        _ count: Int, _ features: FeatureParts, _ sampler: CollocationSampler, _ stream: inout RandomStream
    ) throws -> CollocationPoints {
        let candidates = unweighted(try sampler.interior(LeverageSampling.poolFactor * count, using: &stream))
        let block = try block(problem.equations.map(\.name), problem.equations.map(\.residual), candidates)
        let placed = objective([block], space(features))
        let sampling = LeverageSampling(objective: placed, pool: candidates)
        let zero = Tensor(shape: [placed.parameterCount], repeating: 0.0)
        return sampling.points(count, at: zero, order: candidates.orderAlongCurve(problem), threads: pool)
    }

    private func unweighted(_ points: CollocationPoints) -> CollocationPoints {
        var points = points
        points.shares = points.shares.map { _ in 1 }
        return points
    }

    /// A block whose points keep their shares.
    func block(
        _ names: [String], _ residuals: [Expressions.Expression], _ points: CollocationPoints
    ) throws -> ResidualBlock {
        try ResidualBlock(
            names: names, residuals: residuals, points: points, scales: residuals.map { _ in 1 }, problem: problem)
    }
}

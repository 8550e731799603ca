import Expressions
import Fields
import Foundation
import NumericsCore
import Problems

/// Where a problem is collocated: its equations at points inside, its conditions on their places, observations at theirs.
struct CollocationDesign {
    let problem: Problem
    /// About how many points inside.
    let count: Int
    /// nil: Gauss points along one coordinate, scattered points in more.
    let chosen: GaussianProcessSettings.Sampling?
    let seed: UInt64

    // Lines of a product of points repeat each other's information: scattered points gave errors a hundred times smaller in two dimensions.
    private var sampling: GaussianProcessSettings.Sampling { chosen ?? (problem.coordinates.count == 1 ? .gauss : .sobol) }

    /// Points that integrals are taken with.
    private static let quadraturePoints = 400

    /// The linearised problem at these points.
    func linearizer() throws -> ProblemLinearizer {
        var blocks = [try block(problem.equations.map(\.name), problem.equations.map(\.residual), interior())]
        for (index, condition) in problem.conditions.enumerated() {
            blocks.append(try block([condition.name], [condition.residual], points(of: index)))
        }
        for gauge in problem.gauges {
            // One functional: what it holds has the same value everywhere.
            let middle = CollocationPoints(rows: [problem.coordinates.map { 0.5 * ($0.lower + $0.upper) }])
            blocks.append(try block([gauge.name], [gauge.residual], middle))
        }
        var deviations = blocks.map { _ in 0.0 }
        for observation in problem.observations {
            blocks.append(try observed(observation))
            deviations.append(observation.deviation ?? 0)
        }
        return try ProblemLinearizer(problem, blocks: blocks, deviations: deviations, quadraturePoints: Self.quadraturePoints)
    }

    private func block(
        _ names: [String], _ residuals: [Expressions.Expression], _ points: CollocationPoints, observed: [[Double]] = []
    ) throws -> ResidualBlock {
        try ResidualBlock(
            names: names, residuals: residuals, points: points, scales: residuals.map { _ in 1 }, problem: problem, observed: observed,
            differentiatesParameters: problem.parameters.contains { $0.isEstimated })
    }

    /// u(x_i) - d_i for every component of an observed unknown.
    private func observed(_ observation: Observation) throws -> ResidualBlock {
        let unknown = problem.unknowns[observation.unknown], components = Array(unknown.components)
        return try block(
            components.map { _ in unknown.name + " observed" },
            components.indices.map { .symbol(.jet(Jet(component: components[$0]))) - .symbol(.bound($0)) },
            CollocationPoints(coordinates: observation.points),
            observed: components.indices.map { row in (0..<observation.count).map { observation.values[row, $0] } })
    }

    private var tensor: TensorPoints? {
        guard problem.isBox, problem.coordinates.count <= 4, sampling == .grid || sampling == .gauss else { return nil }
        // Equal wave numbers along all coordinates: the same number of points along each.
        return TensorPoints(
            problem, total: count, bandwidths: problem.coordinates.map { $0.isPeriodic ? 40 : 20 },
            spacing: sampling == .grid ? .equal : .crowded)
    }

    private var sampler: CollocationSampler {
        CollocationSampler(problem, rule: sampling == .halton ? .halton(isScrambled: true) : .sobol(.owen))
    }

    private func interior() throws -> CollocationPoints {
        if let tensor { return tensor.interior() }
        var stream = RandomStream(seed: seed, name: "gaussian-process.interior")
        return try sampler.interior(count, using: &stream)
    }

    private func points(of index: Int) throws -> CollocationPoints {
        if let points = tensor?.points(of: problem.conditions[index]) { return points }
        var stream = RandomStream(seed: seed, name: "gaussian-process.condition.\(index)")
        // As dense as inside, with all sides together.
        let dimension = Double(problem.coordinates.count)
        let boundary = dimension > 1 ? Int(pow(Double(count), (dimension - 1) / dimension).rounded(.up)) : 1
        let sides = { if case .part = problem.conditions[index].place { 4.0 } else { 1.0 } }()
        return try sampler.points(of: index, count: max(Int(sides * Double(boundary)) + 1, 2), using: &stream)
    }
}

import Expressions
import Fields
import NumericsCore
import Problems

/// Small problems that hold one random input, and statistics of its samples.
enum FamilyProblems {
    static func problem(_ coordinates: [Coordinate], _ input: RandomInput) -> Problem {
        let field = InputField(name: "a", kind: .family(input))
        return Problem(name: "family", coordinates: coordinates, unknowns: [], equations: [], inputs: [field])
    }

    static func sampler(_ coordinates: [Coordinate], _ input: RandomInput, nodes: [Int]) throws -> RandomInputSampler {
        try RandomInputSampler(problem(coordinates, input), input: 0, nodes: nodes)
    }

    /// The formula of a covariance a^2 (-lap + b)^(-c).
    static func covariance(_ a: Double, _ b: Double, _ c: Double) -> Expressions.Expression {
        let shifted = Expressions.Expression.constant(b) - Expressions.Expression(.symbol(SpectralLaw.laplacian))
        return .constant(a * a) * .power(shifted, .constant(-c))
    }

    static func spectral(
        _ coordinates: [Coordinate], _ boundary: SpectralLaw.Boundary, wavenumbers: Int, _ a: Double = 1, _ b: Double = 9, _ c: Double = 2,
        keepsConstant: Bool = false
    ) -> RandomInput {
        RandomInput(law: .spectral(SpectralLaw(
            covariance: covariance(a, b, c), boundaries: coordinates.map { _ in boundary }, keepsConstant: keepsConstant,
            wavenumbers: coordinates.map { _ in wavenumbers })))
    }

    static func stream(_ index: Int) -> RandomStream { RandomStream(seed: 11, name: "inputs.a.train.\(index)") }

    static func points(_ coordinate: Coordinate, _ positions: [Double]) -> GridAxis {
        GridAxis(name: coordinate.name, layout: .points, points: positions, weights: positions.map { _ in 1 })
    }

    /// Mean products of the values at pairs of points over samples: [point][point].
    static func covariance(_ sampler: RandomInputSampler, on grid: Grid, samples: Int) -> [[Double]] {
        let evaluator = sampler.evaluator(on: grid)
        var sums = Array(repeating: Array(repeating: 0.0, count: grid.count), count: grid.count)
        for index in 0..<samples {
            let values = evaluator.values(of: sampler.draw(stream(index))).elements
            for i in values.indices {
                for j in values.indices { sums[i][j] += values[i] * values[j] }
            }
        }
        return sums.map { row in row.map { $0 / Double(samples) } }
    }
}

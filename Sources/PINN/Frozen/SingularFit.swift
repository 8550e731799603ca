import Discretization
import Expressions
import NumericsCore
import Solving

/// Finds the coefficients of singular functions from the initial data: what a basis cannot hold of the data, singular functions must.
///
/// Least squares with a column for each function: with R f what the basis leaves of f, min ‖R u_0 - Σ b_j R E_j‖.
struct SingularFit {
    let equations: FrozenEquations

    /// A function, and what the conditions at the ends ask of it at the first instant.
    private struct Sample {
        var values: [Double]
        var data: [Double]
    }

    /// Functions that the basis holds to this part have nothing to add.
    private static let negligible = 1e-10
    /// Windows that are fine enough to tell a corner from the function that cuts it off.
    private static let windows = 16

    init(_ equations: FrozenEquations) {
        self.equations = equations
    }

    /// Coefficients [function][component], with Fourier modes; the modes must be many more than will be used.
    ///
    /// What is left is taken to be the upper half of them: the corners of the functions show there as those of the data do.
    func coefficients(in modes: FourierModes) throws -> [[Double]] {
        try coefficients(at: modes.points(along: 0)) { sample, _ in
            let spectrum = modes.coefficients(of: Tensor(sample.values)).elements
            return spectrum[(modes.counts[0] / 4)..<(modes.counts[0] / 2)].flatMap { [$0.real, $0.imaginary] }
        }
    }

    /// Coefficients [function][component], with features in windows.
    func coefficients(in windows: WindowModes) throws -> [[Double]] {
        guard !equations.problem.enrichment.isEmpty else { return [] }
        let (lower, upper) = equations.range
        let breaks = (0...Self.windows).map { lower + (upper - lower) * Double($0) / Double(Self.windows) }
        let layout = WindowLayout(modes: windows, breaks: breaks, componentCount: equations.componentCount)
        var conditions = equations.sides
        for index in conditions.indices { conditions[index].data = .one }
        let constraints = try WindowConstraints(
            layout, smoothness: equations.orders[0], wraps: equations.isPeriodic, conditions: conditions)
        let weights = layout.weights
        return try coefficients(at: layout.points) { sample, component in
            let zero = sample.values.map { _ in 0.0 }
            let raw = layout.projection((0..<layout.componentCount).map { $0 == component ? sample.values : zero })
            var kept = LinearAlgebra.multiply(constraints.free, LinearAlgebra.multiply(constraints.free, raw, transposeA: true))
            if !conditions.isEmpty { LinearAlgebra.multiply(constraints.lift, Tensor(sample.data), beta: 1, into: &kept) }
            let found = layout.values(of: component, kept)
            return sample.values.indices.map { weights[$0].squareRoot() * (sample.values[$0] - found[$0]) }
        }
    }

    /// - Parameter remainder: what the basis leaves of a function in a component.
    private func coefficients(at places: [Double], remainder: (Sample, Int) -> [Double]) throws -> [[Double]] {
        let functions = KnownPart.functions(equations.problem)
        let count = equations.problem.componentCount
        var result = functions.map { _ in [Double](repeating: 0, count: count) }
        guard !functions.isEmpty else { return result }
        for component in 0..<count {
            let columns = try functions.indices.map { try sample(function: $0, component, places) }
            let data = Sample(
                values: try equations.values(of: [equations.initial[component]], at: places, time: equations.times[0])[0],
                data: try conditionData(equations.sides, time: equations.times[0]))
            let left = columns.map { remainder($0, component) }
            let kept = functions.indices.filter { Self.length(left[$0]) > Self.negligible * Self.length(columns[$0].values) }
            guard !kept.isEmpty else { continue }
            let rowCount = left[0].count
            let matrix = Tensor(shape: [rowCount, kept.count], elements: (0..<rowCount).flatMap { row in kept.map { left[$0][row] } })
            let found = try QRFactorization(matrix, columnPivoting: true).leastSquares(Tensor(remainder(data, component))).values
            for (place, function) in kept.enumerated() { result[function][component] = found[place] }
        }
        return result
    }

    private func sample(function: Int, _ component: Int, _ places: [Double]) throws -> Sample {
        var unit = KnownPart.functions(equations.problem).map { _ in [Double](repeating: 0, count: equations.problem.componentCount) }
        unit[function][component] = 1
        let known = KnownPart(equations, coefficients: unit)
        // The conditions of what is left ask for less by what the function takes.
        let (before, after) = (
            try conditionData(equations.sides, time: known.earliest), try conditionData(known.sides, time: known.earliest)
        )
        return Sample(
            values: try equations.values(of: [known.offsets[component]], at: places, time: known.earliest)[0],
            data: zip(before, after).map { $0 - $1 })
    }

    private func conditionData(_ sides: [FrozenEquations.SideCondition], time: Double) throws -> [Double] {
        guard !sides.isEmpty else { return [] }
        return try equations.values(of: sides.map(\.data), at: [equations.range.lower], time: time).map { $0[0] }
    }

    private static func length(_ values: [Double]) -> Double { values.reduce(0) { $0 + $1 * $1 }.squareRoot() }
}

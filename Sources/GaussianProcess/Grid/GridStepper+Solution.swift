import Discretization
import Expressions
import Fields
import NumericsCore
import Problems
import Solving

extension GridStepper {
    /// The answer: the finer of the last two grids, or the one whose size was asked for.
    var answer: SolvedLevel? { policy.isFixed ? solved.first : solved.last }

    /// Where fields are given, by axis: the grid's own points, output times along time.
    private func places(_ layout: CollocationLayout) -> [[Double]] {
        layout.grid.axes.enumerated().map { axis, own in axis == spaceTime?.timeIndex ? spaceTime!.times : own.points }
    }

    /// Largest relative difference of the two grids over all unknowns.
    func difference() throws -> Double { try differences().values.map(\.relativeL2).max() ?? .infinity }

    private func differences() throws -> [String: FieldError] {
        guard solved.count == 2 else { return [:] }
        return try solved[1].difference(to: solved[0], unknowns: problem.unknowns)
    }

    func makeDeviations() throws -> [Tensor<Double>] {
        guard let answer else { return [] }
        let system = try CollocationSystem(discrete, axes: answer.layout.axes)
        let solve: (Tensor<Double>) throws -> Tensor<Double>
        var isDirect = true
        if let direct {
            solve = { direct.apply($0) }
        } else {
            // Error bars want two digits, not eleven.
            var factors = CollocationFactorization(for: system, denseLimit: Self.denseLimit, tolerance: 1e-2)
            var residual = Tensor(shape: [system.count], repeating: 0.0), workspace = system.makeWorkspace()
            try factors.factorize(system, at: answer.state, residual: &residual, workspace: &workspace)
            let fixed = factors
            isDirect = fixed.isDirect
            solve = { rows in
                var found = rows
                try fixed.solve(&found)
                return found
            }
        }
        let prior = kernels.isEmpty ? GridPrior(seriesOf: answer) : GridPrior(kernels, of: answer)
        return try GridDeviation(
            system: system, level: answer, prior: prior, positions: places(answer.layout), solve: solve, floors: floors(answer.layout),
            isDirect: isDirect, seed: seed
        ).fields(samples: settings.samples)
    }

    /// Twice the root mean squares of the difference of the two grids, by component: what rounding and a spectrum guessed too steep leave.
    ///
    /// Twice, because two grids close by share a part of their rounding.
    private func floors(_ layout: CollocationLayout) -> [Double] {
        guard solved.count == 2 else { return [Double](repeating: 0, count: layout.componentCount) }
        let orders = layout.axes.map { _ in 0 }, positions = places(layout)
        return (0..<layout.componentCount).map { component in
            var difference = solved[0].layout.evaluate(component, orders: orders, at: positions, in: solved[0].state)
            LinearAlgebra.addScaled(-1, solved[1].layout.evaluate(component, orders: orders, at: positions, in: solved[1].state), to: &difference)
            return 2 * LinearAlgebra.norm(difference) / Double(max(difference.count, 1)).squareRoot()
        }
    }

    func solution() throws -> Solution {
        guard let answer = answer ?? level.map({ SolvedLevel(layout: $0.system.layout, state: $0.progress.state) }) else {
            throw SolverError.notConverged(
                residual: .infinity, tolerance: settings.tolerance, likelyKnob: "more time: no grid has been solved yet")
        }
        let means = spaceTime?.snapshots(answer.layout, answer.state, unknowns: problem.unknowns) ?? [
            Snapshot(time: nil, fields: answer.layout.fields(problem.unknowns, in: answer.state, on: answer.layout.grid))
        ]
        let basis = solved.count == 2 ? "difference to the same method with \(solved[policy.isFixed ? 1 : 0].resolutionText)" : ""
        var solution = Solution(
            method: GaussianProcessSolver.name, outcome: outcome ?? .interrupted, snapshots: means,
            evaluator: GridEvaluator(level: answer, timeIndex: spaceTime?.timeIndex, times: spaceTime?.times ?? []),
            estimates: try differences().mapValues { ErrorEstimate(relativeL2: $0.relativeL2, maximum: $0.maximum, basis: basis) },
            notes: notes(answer),
            counts: [(name: "unknowns", value: Double(answer.layout.count)), (name: "iterations", value: Double(iterations))])
        solution.deviations = deviations.isEmpty ? [] : deviationSnapshots(like: means)
        return solution
    }

    private func deviationSnapshots(like means: [Snapshot]) -> [Snapshot] {
        means.enumerated().map { index, mean in
            let fields = zip(problem.unknowns, mean.fields).map { unknown, field in
                var deviation = field
                let values = unknown.components.flatMap { slice(deviations[$0], snapshot: index) }
                deviation.values = Tensor(shape: field.values.shape, elements: values)
                return deviation
            }
            return Snapshot(time: mean.time, fields: fields)
        }
    }

    /// The values at one output time, row-major over the axes of space.
    private func slice(_ tensor: Tensor<Double>, snapshot: Int) -> [Double] {
        guard let axis = spaceTime?.timeIndex else { return tensor.elements }
        let inner = tensor.shape[(axis + 1)...].reduce(1, *), count = tensor.shape[axis]
        return tensor.elements.enumerated().filter { $0.offset / inner % count == snapshot }.map(\.element)
    }

    private func notes(_ answer: SolvedLevel) -> [String] {
        var notes = ["way: grid, \(reason)"]
        if kernels.isEmpty {
            notes.append("kernel: flat limit, which is spectral collocation; \(answer.resolutionText)")
        } else {
            notes.append("kernel: \(kernels.map { $0.text }.joined(separator: " x ")); \(answer.resolutionText)")
        }
        if !deviations.isEmpty {
            let spectrum = kernels.isEmpty ? "coefficients fall as those of the solution do" : "kernel is the same, with the amplitude of the solution"
            notes.append("standard deviation: errors of the same grid for \(settings.samples) random functions whose \(spectrum), and the difference of two grids")
        }
        return notes + remarks
    }
}

extension GridKernel {
    /// `matern-7/2, length 0.3`.
    var text: String {
        ([factor.name] + factor.parameters.filter { $0.role == .length }.map { "length \(NumberText.short(Double.exp($0.logarithm)))" })
            .joined(separator: ", ")
    }
}

import Expressions
import NumericsCore

/// The principal part of a steady second-order equation must be definite with one sign everywhere: where a diffusion
/// coefficient changes sign the problem is not well-posed, and no method here converges.
///
/// Looked at in a few hundred points; coefficients that depend on the unknowns or on random inputs are not judged.
struct EllipticityCheck {
    let structure: ProblemStructure
    private let problem: Problem

    init(_ structure: ProblemStructure) {
        self.structure = structure
        problem = structure.problem
    }

    func diagnostics() -> [Diagnostic] {
        guard problem.timeIndex == nil else { return [] }
        let points = SamplePoints(problem: problem).dense()
        return (0..<problem.componentCount).compactMap { component in
            guard let equation = structure.equation(of: component) else { return nil }
            return check(component, equation, points)
        }
    }

    private enum Kind {
        case positive, negative, indefinite, degenerate
    }

    private func check(_ component: Int, _ equation: Int, _ points: Tensor<Double>) -> Diagnostic? {
        let second = structure.jets[equation].filter { $0.derivative.total >= 2 }
        guard !second.isEmpty, second.allSatisfy({ $0.component == component && $0.derivative.total == 2 && $0.site == 0 }),
            let coefficients = PrincipalPart(problem.equations[equation].residual, component, problem)
        else { return nil }
        let matrices = coefficients.matrices(at: points)
        let kinds = matrices.map(kind)
        guard let first = kinds.firstIndex(where: { $0 == .positive || $0 == .negative }) else { return nil }
        guard let other = kinds.firstIndex(where: { $0 != kinds[first] && $0 != .degenerate }) else { return nil }
        let names = SymbolNames(problem)
        func place(_ index: Int) -> String { problem.text(place: (0..<points.shape[1]).map { points[index, $0] }) }
        // Named by the entry that tells the two points apart best.
        let axis = problem.spaceIndices.indices.first { matrices[first][$0][$0] * matrices[other][$0][$0] < 0 } ?? 0
        let jet = Jet(component: component, derivative: MultiIndex.none.raised(along: problem.spaceIndices[axis], by: 2))
        let kind = PosingProblem.signChange(
            component: names.components[component], derivative: names.text(.jet(jet)),
            first: matrices[first][axis][axis], firstPoint: place(first), second: matrices[other][axis][axis],
            secondPoint: place(other))
        return Diagnostic(.posing(kind), at: problem.equations[equation].origin)
    }

    /// By the signs of the diagonal and of the principal minors of order two; a minor is zero if it is rounding.
    private func kind(_ matrix: [[Double]]) -> Kind {
        let axes = matrix.indices
        let scale = axes.map { row in axes.map { abs(matrix[row][$0]) }.max() ?? 0 }.max() ?? 0
        let slack = 1e-12 * scale
        let (positive, negative) = (axes.count { matrix[$0][$0] > slack }, axes.count { matrix[$0][$0] < -slack })
        if positive > 0 && negative > 0 { return .indefinite }
        var isStrict = true
        for i in axes {
            for j in axes where j > i {
                let minor = matrix[i][i] * matrix[j][j] - matrix[i][j] * matrix[j][i]
                if minor < -slack * scale { return .indefinite }
                if minor <= slack * scale { isStrict = false }
            }
        }
        if !isStrict { return .degenerate }
        return positive == axes.count ? .positive : negative == axes.count ? .negative : .degenerate
    }
}

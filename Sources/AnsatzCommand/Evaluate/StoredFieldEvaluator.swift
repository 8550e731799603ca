import Ansatz
import Expressions

/// Interpolates the fields that a run stored, between its points and between its output times.
///
/// In space as `Field.values(at:)` does: barycentric in the elements of a Chebyshev grid, trigonometric on periodic axes, of degree
/// seven elsewhere. In time by polynomials of degree seven through the nearest output times; stored times are copied.
struct StoredFieldEvaluator: SolutionEvaluator {
    /// The fields of the unknowns at the stored times.
    let snapshots: [Snapshot]
    /// Field and component in it of each component of the unknowns.
    private let sources: [(field: String, component: Int)]
    /// The first stored time and the weights from it on, for each time of evaluation.
    private let rows: [(start: Int, weights: [Double])]
    private let method: String
    private let names: SymbolNames

    /// - Throws: `EvaluateError.notEvaluable` for a run without all unknowns, `FieldComparisonError.outside` for times
    ///   that it does not reach.
    init(_ snapshots: [Snapshot], problem: Problem, times: [Double?], method: String, path: String) throws {
        self.snapshots = snapshots
        self.method = method
        names = SymbolNames(problem)
        var sources: [(field: String, component: Int)] = []
        for unknown in problem.unknowns {
            guard let field = snapshots.first?.field(named: unknown.name), field.componentNames.count == unknown.components.count else {
                throw EvaluateError.notEvaluable(path: path, reason: "its solution.npz holds no field '\(unknown.name)' of this problem")
            }
            sources += unknown.components.indices.map { (unknown.name, $0 - unknown.components.lowerBound) }
        }
        self.sources = sources
        let known = snapshots.compactMap(\.time)
        guard known.count == snapshots.count, let name = problem.timeIndex.map({ problem.coordinates[$0].name }) else {
            rows = times.map { _ in (start: 0, weights: [1]) }
            return
        }
        rows = try AxisInterpolation(from: .points(name, known), to: times.map { $0 ?? known[0] }).rows.map { ($0.start, $0.weights) }
    }

    /// Whether every time of evaluation is a stored one.
    var needsNoTimes: Bool { rows.allSatisfy { $0.weights.count == 1 } }

    func evaluate(_ jets: [JetRequest], at points: Tensor<Double>, snapshot: Int) throws -> Tensor<Double> {
        if let jet = jets.first(where: { $0.derivative != .none || $0.site != 0 }) {
            throw SolverError.unsupported(
                term: Expression(.symbol(.jet(jet))).printed(names),
                because: "the run holds values of \(method) on a grid; only learned methods (features, pinn) store what derivatives need", try: nil)
        }
        let count = points.shape[0]
        var result = Tensor(shape: [jets.count, count], repeating: 0.0)
        let row = rows[snapshot]
        for (step, weight) in row.weights.enumerated() {
            for (name, wanted) in Dictionary(grouping: jets.indices, by: { sources[jets[$0].component].field }) {
                guard let field = snapshots[row.start + step].field(named: name) else { continue }
                let values = try field.values(at: points)
                for index in wanted {
                    let component = sources[jets[index].component].component
                    for point in 0..<count { result[index, point] += weight * values[component, point] }
                }
            }
        }
        return result
    }
}

import Ansatz
import Expressions

/// Interpolates the fields that a run stored, between its points and between its output times.
///
/// In space as `Field.values(at:derivative:)` does: barycentric in the elements of a Chebyshev grid, trigonometric on periodic
/// axes, of degree seven elsewhere. In time by polynomials of degree seven through the nearest output times; stored times are
/// copied. Derivatives are those of the interpolants.
struct StoredFieldEvaluator: SolutionEvaluator {
    /// The fields of the unknowns at the stored times.
    let snapshots: [Snapshot]
    private let problem: Problem
    /// Field and component in it of each component of the unknowns.
    private let sources: [(field: String, component: Int)]
    /// The stored times as an axis; nil for steady problems.
    private let timeAxis: GridAxis?
    private let times: [Double?]

    /// - Throws: `EvaluateError.notEvaluable` for a run without all unknowns, `FieldComparisonError.outside` for times
    ///   that it does not reach.
    init(_ snapshots: [Snapshot], problem: Problem, times: [Double?], path: String) throws {
        self.snapshots = snapshots
        self.problem = problem
        self.times = times
        var sources: [(field: String, component: Int)] = []
        for unknown in problem.unknowns {
            guard let field = snapshots.first?.field(named: unknown.name), field.componentNames.count == unknown.components.count else {
                throw EvaluateError.notEvaluable(path: path, reason: "its solution.npz holds no field '\(unknown.name)' of this problem")
            }
            sources += unknown.components.map { (unknown.name, $0 - unknown.components.lowerBound) }
        }
        self.sources = sources
        let known = snapshots.compactMap(\.time)
        timeAxis = known.count == snapshots.count ? problem.timeIndex.map { .points(problem.coordinates[$0].name, known) } : nil
        if let timeAxis { _ = try AxisInterpolation(from: timeAxis, to: times.map { $0 ?? known[0] }) }
    }

    /// Whether values lie between stored times.
    var isBetweenTimes: Bool {
        guard let timeAxis else { return false }
        return times.contains { time in time.map { !timeAxis.points.contains($0) } ?? false }
    }

    func evaluate(_ jets: [JetRequest], at points: Tensor<Double>, snapshot: Int) throws -> Tensor<Double> {
        let count = points.shape[0]
        var result = Tensor(shape: [jets.count, count], repeating: 0.0)
        for (row, jet) in jets.enumerated() {
            guard jet.site == 0 else {
                throw SolverError.unsupported(
                    term: Expression(.symbol(.jet(jet))).printed(SymbolNames(problem)), because: "it is taken elsewhere", try: nil)
            }
            let source = sources[jet.component]
            let orders = problem.spaceIndices.map { jet.derivative[$0] }
            for (frame, weight) in try frames(snapshot, order: problem.timeIndex.map { jet.derivative[$0] } ?? 0) {
                guard let field = snapshots[frame].field(named: source.field) else { continue }
                let values = try field.values(at: points, derivative: orders.allSatisfy { $0 == 0 } ? nil : orders)
                for point in 0..<count { result[row, point] += weight * values[source.component, point] }
            }
        }
        return result
    }

    /// The stored times that a value, or a derivative in time, is made of.
    private func frames(_ snapshot: Int, order: Int) throws -> [(frame: Int, weight: Double)] {
        guard let timeAxis, let time = times[snapshot] else { return [(0, 1)] }
        let row = try AxisInterpolation(from: timeAxis, to: [time], order: order).rows[0]
        return row.weights.enumerated().map { (row.start + $0, $1) }
    }
}

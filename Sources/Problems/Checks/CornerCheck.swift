import Expressions

/// Initial and boundary data that disagree where the two meet.
struct CornerCheck {
    private let problem: Problem

    init(_ structure: ProblemStructure) {
        problem = structure.problem
    }

    /// Differences below this are rounding, not intention.
    static let tolerance = 1e-9

    func diagnostics() -> [Diagnostic] {
        guard let time = problem.timeIndex, problem.isBox else { return [] }
        return problem.conditions.compactMap { condition in
            guard case .side(let side) = condition.place else { return nil }
            return check(condition, side, time)
        }
    }

    private func check(_ condition: Condition, _ side: BoundarySide, _ time: Int) -> Diagnostic? {
        let jets = ProblemStructure.jets(of: condition.residual)
        guard let component = jets.first?.component, let mismatch = mismatch(condition.residual, jets, time) else { return nil }
        let samples = SamplePoints(problem: problem)
        let range = problem.coordinates[side.coordinate]
        let fixed = [time: problem.coordinates[time].lower, side.coordinate: side.isUpper ? range.upper : range.lower]
        var worst: (size: Double, point: [Double], data: Double)?
        for point in samples.points(fixed: fixed) {
            if let extent = condition.extent, samples.holds(extent, at: point) == false { continue }
            guard let size = samples.value(mismatch.total, at: point), let data = samples.value(mismatch.data, at: point),
                size.isFinite, data.isFinite
            else { continue }
            if abs(size) > Self.tolerance * max(1, abs(data)), abs(size) > abs(worst?.size ?? 0) { worst = (size, point, data) }
        }
        guard let worst else { return nil }
        let kind = PosingProblem.cornerMismatch(
            component: SymbolNames(problem).components[component], place: samples.text(worst.point),
            initial: worst.size - worst.data, boundary: -worst.data)
        return Diagnostic(.posing(kind), at: condition.origin ?? condition.placeOrigin)
    }

    /// The condition with the initial data in place of the unknowns, and what it is without them.
    private func mismatch(_ residual: Expression, _ jets: [Jet], _ time: Int) -> (total: Expression, data: Expression)? {
        var replacement: [Symbol: Expression] = [:]
        for jet in jets {
            guard jet.site == 0, jet.derivative[time] == 0, var data = InitialData(problem).expression(of: jet.component) else {
                return nil
            }
            for (axis, order) in jet.derivative.orders.enumerated() {
                for _ in 0..<order { data = data.totalDerivative(along: axis) }
            }
            replacement[.jet(jet)] = data
        }
        let table = replacement
        return (residual.substituting { table[$0] }, residual.substituting { table[$0] == nil ? nil : 0 })
    }
}

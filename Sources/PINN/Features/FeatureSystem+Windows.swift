import NumericsCore
import Problems
import TrialFunctions

extension FeatureSystem {
    /// Whether the time range can be solved piece by piece: all conditions in time hold at its start.
    static func canMarch(_ problem: Problem) -> Bool {
        guard let time = problem.timeIndex, problem.sites.count == 1 else { return false }
        return problem.conditions.allSatisfy { condition in
            if case .instant(let instant) = condition.place { instant == problem.coordinates[time].lower } else { true }
        }
    }

    /// The part in one of equal windows of time. Conditions at the start are moved to the start of the window; what they hold
    /// there is carried over from the window before, see `carry`.
    func window(_ index: Int, of count: Int) throws -> FeatureSystem {
        guard count > 1, let time = problem.timeIndex else { return self }
        var part = asked
        let range = asked.coordinates[time]
        let start = range.lower + range.length * Double(index) / Double(count)
        part.coordinates[time].lower = start
        part.coordinates[time].upper = index + 1 == count ? range.upper : range.lower + range.length * Double(index + 1) / Double(count)
        for index in part.conditions.indices {
            if case .instant = part.conditions[index].place { part.conditions[index].place = .instant(start) }
        }
        var system = try FeatureSystem(part, settings: settings, seed: seed, pool: pool)
        system.control = control
        return system
    }

    /// What the rows of conditions at the start hold for the window before; their residuals are differences to it.
    /// - Returns: [row], zero elsewhere.
    func carry(_ previous: FeatureFit?, _ objective: CollocationObjective) -> Tensor<Double>? {
        guard let previous else { return nil }
        let old = self.objective(objective.blocks.map(\.block), previous.space)
        var carried = Tensor(shape: [objective.rowCount], repeating: 0.0)
        old.residual(at: previous.parameters, into: &carried)
        var row = 0
        for (index, block) in objective.blocks.enumerated() {
            let isInitial = index > 0 && index <= conditions.count && problem.conditions[conditions[index - 1]].isInitial
            if !isInitial { for place in row..<row + block.rowCount { carried[place] = 0 } }
            row += block.rowCount
        }
        return carried
    }

    /// Whether the linear part does not depend on time, so that all windows have the same matrix.
    var isAutonomous: Bool {
        guard isLinear, let time = problem.timeIndex else { return false }
        if enrichment.functions.joined().contains(where: { $0.contains { $0 == .coordinate(time) } }) { return false }
        return heldOut.allSatisfy { block in
            block.residual.partialExpressions.allSatisfy { partial in !partial.contains { $0 == .coordinate(time) } }
        }
    }
}

extension Condition {
    /// True for conditions at an instant.
    var isInitial: Bool { if case .instant = place { true } else { false } }
}

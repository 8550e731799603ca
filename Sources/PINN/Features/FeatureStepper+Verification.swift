import Fields
import NumericsCore
import Problems
import Solving

extension FeatureStepper {
    /// A second draw whose residual is this many times larger did not arrive at a solution: draws differ by a factor of ten at most.
    private static let failed = 100.0

    /// Compares with a second draw of the features.
    func verify() throws -> StepStatus {
        var answer = try system.march(choice, first: fit, measure: measure!)
        guard settings.estimates else {
            self.answer = answer
            return try end(answer.heldOut <= goal || settings.count != nil ? .converged : .notConverged)
        }
        var second = choice
        second.draw += 1
        // Other features, other points and Newton's method from the start again: what both have in common is the solution.
        second.count += max(second.count / 20, 1)
        var other = try secondDraw(second, from: nil, else: answer)
        if other.heldOut < answer.heldOut { swap(&answer, &other) }
        if !system.isLinear && other.heldOut > Self.failed * max(answer.heldOut, goal) {
            second.draw += 1
            other = try secondDraw(second, from: answer, else: other)
            remarks.append("Newton's method failed for one of two draws from its own start: it was drawn again, and started from the other")
        }
        (self.answer, self.other) = (answer, other)
        estimates = try differences(answer, other)
        let worst = estimates.values.map(\.relativeL2).max() ?? .infinity
        let isKnown = worst.isFinite && answer.heldOut.isFinite
        if isKnown && (worst <= settings.tolerance || settings.count != nil) { return try end(.converged) }
        failures += 1
        guard failures < 3, stalls < 2, history.last.map({ $0.count < limit }) ?? false else { return try end(.notConverged) }
        stage = .rising
        return .running
    }

    /// A march with other features; one that ends where formulas have no value is one that failed.
    private func secondDraw(_ choice: FeatureChoice, from start: FeatureAnswer?, else failed: FeatureAnswer) throws -> FeatureAnswer {
        let isAnew = start == nil && !system.isLinear
        do {
            return try system.march(choice, from: start, measure: measure!)
        } catch SolverError.diverged where isAnew, SolverError.notFinite where isAnew {
            var failed = failed
            for index in failed.pieces.indices { failed.pieces[index].heldOut = .infinity }
            return failed
        }
    }

    /// Ends, unless the points of the fit pass by something in the data: then the answer is that of another problem.
    private func end(_ reached: Outcome) throws -> StepStatus {
        var outcome = reached
        if let peak = try missedData() {
            remarks.append(peak.remark)
            outcome = .notConverged
        }
        self.outcome = outcome
        return .finished(outcome)
    }

    /// A place of the data that the points of the fit pass by; nil if they see all.
    private func missedData() throws -> DataPeak? {
        try DataTerms.peaks(of: problem, tolerance: settings.tolerance).first { peak in
            let windows = choice.windows
            let fraction = problem.timeIndex.map { (peak.position[$0] - problem.coordinates[$0].lower) / problem.coordinates[$0].length } ?? 0
            let part = try system.window(min(Int(fraction * Double(windows)), windows - 1), of: windows)
            let blocks = try part.blocks(part.features(choice), choice)
            var block = blocks[0]
            if case .condition(let index) = peak.law, let place = part.conditions.firstIndex(of: index) { block = blocks[1 + place] }
            return !peak.isSeen(by: block.points.coordinates)
        }
    }
}

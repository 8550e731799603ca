import Discretization
import Fields
import NumericsCore
import Problems
import Solving

extension SteadyStepper {
    /// The answer asked for: the resolution the user fixed, else the finest.
    private var answer: SolvedLevel? {
        policy.isFixed && stage == .verifying ? solved.first : solved.last
    }

    /// Largest relative difference of the last two answers over all unknowns.
    func worstEstimate() throws -> Double {
        try estimates().values.map(\.relativeL2).max() ?? .infinity
    }

    private func estimates() throws -> [String: ErrorEstimate] {
        guard solved.count == 2 else { return [:] }
        let other = policy.isFixed ? 1 : 0
        let basis = "difference to the same method with \(solved[other].resolutionText)"
        return try solved[1 - other].difference(to: solved[other], unknowns: problem.unknowns).mapValues {
            ErrorEstimate(relativeL2: $0.relativeL2, maximum: $0.maximum, basis: basis)
        }
    }

    func solution() throws -> Solution {
        let level: SolvedLevel
        if let answer {
            level = answer
        } else if let running = self.level {
            level = SolvedLevel(layout: running.system.layout, state: running.progress.state)
        } else {
            throw SolverError.notConverged(
                residual: .infinity, tolerance: settings.tolerance, likelyKnob: "more time: no iteration has been finished")
        }
        let snapshots = spaceTime?.snapshots(level.layout, level.state, unknowns: problem.unknowns) ?? [
            Snapshot(time: nil, fields: level.layout.fields(problem.unknowns, in: level.state, on: level.layout.grid))
        ]
        let evaluator: any SolutionEvaluator =
            spaceTime.map {
                SpaceTimeEvaluator(layout: level.layout, state: level.state, timeIndex: $0.timeIndex, times: $0.times)
            }
            ?? CollocationEvaluator(snapshots: [(level.layout, level.state)], spaceIndices: discrete.spaceIndices)
        return Solution(
            method: ChebyshevSolver.name, outcome: outcome ?? .interrupted, snapshots: snapshots, evaluator: evaluator,
            estimates: try estimates(), notes: notes(level),
            counts: [
                (name: "unknowns", value: Double(level.layout.count)), (name: "iterations", value: Double(newtonIterations)),
            ])
    }

    private func notes(_ level: SolvedLevel) -> [String] {
        var notes = [level.resolutionText] + remarks
        for gauge in 0..<level.layout.multiplierCount {
            let defect = level.state[level.layout.valueCount + gauge]
            notes.append("multiplier of the gauge '\(problem.gauges[gauge].name)': \(defect) (0 where the data are compatible)")
        }
        return notes
    }
}

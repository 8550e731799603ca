import Expressions
import Fields
import NumericsCore
import Problems
import Solving

extension FeatureStepper {
    func solution() throws -> Solution {
        guard let answer = answer ?? partial else {
            throw SolverError.notConverged(
                residual: history.last?.residual ?? .infinity, tolerance: settings.tolerance,
                likelyKnob: "more time: no solve has been finished")
        }
        return Solution(
            method: FeatureSolver.name, outcome: outcome ?? .interrupted, snapshots: snapshots(answer, on: problem.outputGrid()),
            evaluator: FeatureEvaluator(answer: answer, problem: problem, times: problem.outputTimes),
            estimates: estimates, notes: notes(answer),
            counts: [
                (name: "unknowns", value: Double(answer.pieces[0].parameters.count)), (name: "windows", value: Double(answer.choice.windows)),
            ])
    }

    /// The last fit, if it covers the whole problem.
    private var partial: FeatureAnswer? {
        guard let fit, choice.windows == 1, !choice.bandwidths.isEmpty else { return nil }
        return FeatureAnswer(choice: choice, pieces: [fit])
    }

    /// The differences of two draws.
    func differences(_ answer: FeatureAnswer, _ other: FeatureAnswer) throws -> [String: ErrorEstimate] {
        let grid = comparisonGrid
        let (first, second) = (snapshots(answer, on: grid), snapshots(other, on: grid))
        let basis = "difference to the same method with \(other.pieces[0].features.featureCount) other features"
        var estimates: [String: ErrorEstimate] = [:]
        for unknown in problem.unknowns {
            let error = try FieldError(of: unknown.name, in: first, against: second)
            estimates[unknown.name] = ErrorEstimate(relativeL2: error.relativeL2, maximum: error.maximum, basis: basis)
        }
        return estimates
    }

    private func snapshots(_ answer: FeatureAnswer, on grid: Grid) -> [Snapshot] {
        problem.snapshots(on: grid) { jets, places, time in answer.values(jets, at: places, time: time, pool: pool) }
    }

    /// Enough points to compare two draws on: about a thousand.
    private var comparisonGrid: Grid {
        let counts = [1, 129, 33, 11, 6, 4, 3]
        let axes = problem.spaceIndices.map { index -> GridAxis in
            let coordinate = problem.coordinates[index]
            let count = counts[min(problem.spaceIndices.count, counts.count - 1)]
            return coordinate.isPeriodic
                ? .periodic(coordinate.name, from: coordinate.lower, to: coordinate.upper, count: count)
                : .uniform(coordinate.name, from: coordinate.lower, to: coordinate.upper, count: count)
        }
        return problem.region.map { Grid(axes).masked(by: $0) } ?? Grid(axes)
    }

    private func notes(_ answer: FeatureAnswer) -> [String] {
        let features = answer.pieces[0].features
        let kind = features.kind == .cos ? "waves" : "steps"
        let bands = zip(problem.coordinates, answer.choice.bandwidths).map { coordinate, bandwidth in
            "\(coordinate.name) \(NumberText.short(bandwidth))"
        }
        var notes = [
            "\(features.featureCount) random \(kind)\(features.sets.count > 1 ? " in each of \(features.sets.count) \(system.faces.isEmpty ? "windows" : "cells")" : ""), frozen; coefficients by least squares, nothing is trained",
            "bandwidths in radians per half range: " + bands.joined(separator: ", ")
                + (settings.bandwidth == nil ? ", found from held-out residuals" : ""),
            "relative residual at held-out points: \(NumberText.short(answer.heldOut))",
        ]
        notes += answer.pieces[0].space.coefficientNotes(answer.pieces[0].parameters)
        if answer.choice.windows > 1 { notes.append("windows of time: \(answer.choice.windows)") }
        notes += system.notes
        if settings.rule == .christoffel { notes.append("points drawn by the inverse Christoffel function of the equations") }
        let faces = Set(system.faces.map(\.name))
        if !faces.isEmpty, answer.pieces.count == 1 {
            let held = system.objective(system.heldOut, answer.pieces[0].space)
            let sizes = held.sizes(at: answer.pieces[0].parameters, where: faces.contains).map { "\($0.name) \(NumberText.short($0.size))" }
            notes.append("root mean square of what jumps where cells meet: " + sizes.joined(separator: "; "))
        }
        return notes + remarks
    }
}

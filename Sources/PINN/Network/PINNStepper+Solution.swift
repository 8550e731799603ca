import NumericsCore
import Problems
import Solving

extension PINNStepper {
    package func solution() throws -> Solution {
        let evaluator = evaluator
        let snapshots = snapshots(evaluator, on: asked.outputGrid())
        return Solution(
            method: PINNSolver.name, outcome: outcome ?? .interrupted, snapshots: snapshots, evaluator: evaluator,
            estimates: estimates, notes: notes(),
            counts: [
                (name: "parameters", value: Double(objective.parameterCount)), (name: "rows", value: Double(objective.residualCount)),
                (name: "iterations", value: Double(stepCount)),
            ],
            parameters: inference.estimates(parameters))
    }

    private var estimates: [String: ErrorEstimate] {
        if !refitEstimates.isEmpty { return refitEstimates }
        let estimate = min(estimate, best?.estimate ?? .infinity)
        guard estimate.isFinite else { return [:] }
        let basis = "residual at points not trained on, relative to that of the data; no bound"
        return Dictionary(uniqueKeysWithValues: problem.unknowns.map { unknown in
            (unknown.name, ErrorEstimate(relativeL2: estimate, maximum: estimate, basis: basis))
        })
    }

    /// Why the training ended before the residuals were as small as asked for; nil if it did not.
    private var verdict: FitVerdict? {
        guard outcome == .notConverged, inference.maps.isEmpty, dataSize > 0 else { return nil }
        return FitVerdict(
            unknowns: objective.parameterCount, residuals: objective.residualCount, trained: (2 * loss).squareRoot() / dataSize,
            heldOut: min(estimate, best?.estimate ?? .infinity), error: largestError, tolerance: settings.tolerance, isExhausted: isExhausted, steps: stepCount)
    }

    private func notes() -> [String] {
        var notes = ["\(settings.network.rawValue): \(settings.hidden.map(String.init).joined(separator: ", ")) \(settings.activation), \(optimizerReason)"]
        if let coarseStart { notes.append(coarseStart.note) }
        let names = problem.names(ofConditions: design.met.sorted())
        if !names.isEmpty { notes.append("met by construction: " + names.joined(separator: "; ")) }
        for symmetry in design.symmetries {
            let mirrored = symmetry.coordinates.map { problem.coordinates[$0].name }.joined(separator: ", ")
            let odd = problem.unknowns.filter { $0.components.contains(where: symmetry.oddComponents.contains) }.map(\.name)
            notes.append(
                "symmetry built in: " + (odd.isEmpty ? "even" : "odd (\(odd.joined(separator: ", ")))") + " in \(mirrored)"
                    + ", as the equations and conditions are")
        }
        for parameter in asked.parameters where parameter.isInput {
            notes.append("solved for \(parameter.name) in [\(parameter.range?.lowerBound ?? 0), \(parameter.range?.upperBound ?? 0)], written at \(parameter.value)")
        }
        if asked.parameters.contains(where: \.isInput), !asked.exact.isEmpty {
            notes.append("the error against the exact solution is taken over \(asked.judgedInputs.count) values, equally spaced over what it was solved for")
        }
        notes += design.notes
        if let interfaceNote { notes.append(interfaceNote) }
        if let note = design.scaleNote(problem) { notes.append(note) }
        if let note = equationNote { notes.append(note) }
        notes += evaluator.space.coefficientNotes(evaluator.parameters) + correctionNotes
        if let missedData { notes.append(missedData.remark) } else if let verdict { notes.append(verdict.text) }
        if outcome == .converged, estimate > settings.tolerance, isAnswerSettled {
            notes.append("residuals are still at \(NumberText.short(estimate)) of the data, but a fit to other points hardly moves the answer")
        }
        if isGraded { notes.append("points spread anew \(gradings) times by the solution found so far, \(objective.residualCount) residuals at the end") }
        if training.moves > 0 { notes.append("points moved \(training.moves) times by \(settings.adaptation.sampling.rawValue)") }
        if training.factors != nil { notes.append("rows weighted by \(settings.adaptation.weights.rawValue)") }
        return notes + inference.notes
    }
}

extension PINNStepper {
    package func checkpoint() -> Checkpoint {
        let isStarting = coarseStart?.isOver == false
        var checkpoint = isStarting ? coarseStart!.optimizer.checkpoint() : optimizer.checkpoint()
        coarseStart?.add(to: &checkpoint)
        checkpoint.strings["stepper"] = "pinn"
        checkpoint.tensors["parameters"] = parameters
        checkpoint.integers["step"] = stepCount
        checkpoint.tensors["graded from"] = gradedFrom
        checkpoint.integers["gradings"] = gradings
        checkpoint.integers["graded at"] = gradedAt
        checkpoint.integers["settled looks"] = inference.settledLooks
        checkpoint.tensors["parameters at last look"] = inference.atLastLook
        addAdaptation(to: &checkpoint)
        checkpoint.scalars["loss"] = loss
        checkpoint.scalars["estimate"] = estimate
        checkpoint.scalars["goal"] = goal
        checkpoint.tensors["trend"] = trend.tensor
        addCorrection(to: &checkpoint)
        return checkpoint
    }

    package func restore(_ checkpoint: Checkpoint) throws {
        guard checkpoint.strings["stepper"] == "pinn", let parameters = checkpoint.tensors["parameters"],
            parameters.count == self.parameters.count
        else { throw SolverError.checkpointMismatch("it is not one of a network of this size") }
        self.parameters = parameters
        if let graded = checkpoint.tensors["graded from"] {
            gradings = (checkpoint.integers["gradings"] ?? 1) - 1
            try grade(from: graded)
            gradedAt = checkpoint.integers["graded at"] ?? 0
        }
        try restoreAdaptation(checkpoint)
        // Last: spreading points tells the optimizer that its objective has changed.
        coarseStart?.restore(checkpoint)
        if coarseStart?.isOver == false { try coarseStart?.optimizer.restore(checkpoint) } else { try optimizer.restore(checkpoint) }
        inference.settledLooks = checkpoint.integers["settled looks"] ?? 0
        inference.atLastLook = checkpoint.tensors["parameters at last look"]
        stepCount = checkpoint.integers["step"] ?? 0
        loss = checkpoint.scalars["loss"] ?? .infinity
        estimate = checkpoint.scalars["estimate"] ?? .infinity
        goal = checkpoint.scalars["goal"] ?? settings.tolerance
        trend = checkpoint.tensors["trend"].map(TrainingTrend.init) ?? TrainingTrend()
        try restoreCorrection(checkpoint)
    }
}

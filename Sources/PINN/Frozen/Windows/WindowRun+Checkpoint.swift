import NumericsCore
import Solving
import TimeIntegration

extension WindowRun {
    var quantities: [(name: String, value: Double)] {
        [
            ("time step", integrator?.lastStep ?? 0), ("error ratio", integrator?.errorRatio ?? 0), ("tail", worstTail),
            ("windows", Double(layout.windowCount)),
        ]
    }

    var notes: [String] {
        let kind = options.function == .cos ? "waves" : "steps"
        var notes = [
            "\(modes.featureCount) random \(kind) up to \(Float(options.bandwidth)) radians per half window, frozen: "
                + "\(modes.count) orthonormal functions in a window, nothing is trained",
            "windows: \(layout.windowCount) at the end" + (options.refines ? ", placed by the program" : ", as given")
                + (mirror == nil ? "" : ", on one half of the range: the problem goes over into itself when mirrored"),
            "integrator: Radau IIA of order \(2 * options.stages - 1)",
        ]
        if hasRoughStart { notes.append("the initial data are not smooth, or contradict the conditions at the ends") }
        if isUnderResolved { notes.append("more windows were needed than allowed: the last coefficients are \(Float(worstTail)) times too large") }
        return notes + known.notes(equations)
    }

    var counts: [(name: String, value: Double)] {
        guard let integrator else { return [] }
        let counts = integrator.counts
        return [
            (name: "steps", value: Double(counts.steps)), (name: "rejected steps", value: Double(counts.rejected + counts.newtonFailures)),
            (name: "Newton iterations", value: Double(counts.newtonIterations)), (name: "Jacobians", value: Double(counts.jacobians)),
            (name: "factorizations", value: Double(counts.factorizations)), (name: "unknowns", value: Double(integrator.state.count)),
            (name: "divisions of windows", value: Double(divisions)), (name: "merges of windows", value: Double(merges)),
        ]
    }

    func save(to checkpoint: inout Checkpoint, prefix: String) {
        checkpoint.integers[prefix + "frames"] = frames.count
        guard let integrator else { return }
        checkpoint.integers[prefix + "divisions"] = divisions
        checkpoint.integers[prefix + "merges"] = merges
        checkpoint.integers[prefix + "stepsSinceChange"] = stepsSinceChange
        checkpoint.integers[prefix + "isUnderResolved"] = isUnderResolved ? 1 : 0
        checkpoint.integers[prefix + "hasRoughStart"] = hasRoughStart ? 1 : 0
        checkpoint.scalars[prefix + "worstTail"] = worstTail
        checkpoint.tensors[prefix + "scales"] = Tensor(scales)
        checkpoint.tensors[prefix + "breaks"] = Tensor(layout.breaks)
        integrator.save(to: &checkpoint, prefix: prefix + "integrator ")
        for (index, frame) in frames.enumerated() {
            guard let expansion = frame.expansion as? WindowExpansion else { continue }
            let name = prefix + "frame \(index) "
            checkpoint.scalars[name + "time"] = frame.time
            checkpoint.tensors[name + "breaks"] = Tensor(expansion.layout.breaks)
            checkpoint.tensors[name + "coefficients"] = expansion.coefficients
            if let rate = frame.rate as? WindowExpansion { checkpoint.tensors[name + "rate"] = rate.coefficients }
        }
    }

    func restore(from checkpoint: Checkpoint, prefix: String) throws {
        guard let count = checkpoint.integers[prefix + "frames"] else {
            throw SolverError.checkpointMismatch("it holds no run with windows")
        }
        frames = []
        (integrator, system) = (nil, nil)
        guard count > 0 else { return }
        divisions = checkpoint.integers[prefix + "divisions"] ?? 0
        merges = checkpoint.integers[prefix + "merges"] ?? 0
        stepsSinceChange = checkpoint.integers[prefix + "stepsSinceChange"] ?? 0
        isUnderResolved = checkpoint.integers[prefix + "isUnderResolved"] == 1
        hasRoughStart = checkpoint.integers[prefix + "hasRoughStart"] == 1
        worstTail = checkpoint.scalars[prefix + "worstTail"] ?? 0
        scales = checkpoint.tensors[prefix + "scales"]?.elements ?? []
        guard scales.count == equations.componentCount else {
            throw SolverError.checkpointMismatch("it belongs to a problem with other unknowns")
        }
        layout = try restoredLayout(checkpoint, prefix)
        let system = try makeSystem(layout)
        var restored = RadauIIA(
            system: system, stages: options.stages, tolerance: options.stepTolerances, time: 0,
            state: Tensor(shape: [system.order], repeating: 0), firstStep: 1)
        do {
            try restored.restore(from: checkpoint, prefix: prefix + "integrator ")
        } catch IntegrationError.checkpointMismatch(let reason) {
            throw SolverError.checkpointMismatch(reason)
        }
        self.system = system
        integrator = restored
        integrator!.setAbsoluteTolerance(absoluteTolerance)
        for index in 0..<count { frames.append(try restoredFrame(checkpoint, prefix + "frame \(index) ")) }
    }

    private func restoredLayout(_ checkpoint: Checkpoint, _ prefix: String) throws -> WindowLayout {
        guard let breaks = checkpoint.tensors[prefix + "breaks"]?.elements, breaks.count > 1, breaks[0] == layout.breaks[0],
            breaks[breaks.count - 1] == layout.breaks[layout.windowCount]
        else { throw SolverError.checkpointMismatch("its windows do not fit the range") }
        return WindowLayout(modes: modes, breaks: breaks, componentCount: layout.componentCount)
    }

    private func restoredFrame(_ checkpoint: Checkpoint, _ prefix: String) throws -> FrozenFrame {
        guard let time = checkpoint.scalars[prefix + "time"], let coefficients = checkpoint.tensors[prefix + "coefficients"],
            let rate = checkpoint.tensors[prefix + "rate"]
        else {
            throw SolverError.checkpointMismatch("'\(prefix)' is missing")
        }
        let own = try restoredLayout(checkpoint, prefix)
        guard own.count == coefficients.count, own.count == rate.count else { throw SolverError.checkpointMismatch("a state has another size") }
        return frame(time: time, own, coefficients: coefficients, rate: rate)
    }
}

import NumericsCore
import Solving
import TimeIntegration

extension TensorRun {
    var quantities: [(name: String, value: Double)] {
        [
            ("time step", integrator?.lastStep ?? 0), ("error ratio", integrator?.errorRatio ?? 0), ("tail", worstTail),
            ("unknowns", Double(matrixOrder)),
        ]
    }

    var notes: [String] {
        let kind = options.function == .cos ? "waves" : "steps"
        let counts = zip(equations.coordinates, axes).map { coordinate, axis in
            "\(axis.layout.modes.count) along \(coordinate.name)" + (axis.layout.windowCount > 1 ? " in each of \(axis.layout.windowCount) windows" : "")
        }
        var notes = [
            "products of orthonormal functions made of \(modes.featureCount) random \(kind) up to \(Float(options.wideBandwidth)) radians per "
                + "half window, frozen: \(counts.joined(separator: ", ")) at the end, nothing is trained",
            "integrator: Radau IIA of order \(2 * options.stages - 1)",
        ]
        if isUnderResolved {
            notes.append("more functions were needed than allowed: the last coefficients are \(Float(worstTail)) times too large")
        }
        return notes
    }

    var counts: [(name: String, value: Double)] {
        guard let integrator else { return [] }
        let counts = integrator.counts
        return [
            (name: "steps", value: Double(counts.steps)), (name: "rejected steps", value: Double(counts.rejected + counts.newtonFailures)),
            (name: "Newton iterations", value: Double(counts.newtonIterations)), (name: "Jacobians", value: Double(counts.jacobians)),
            (name: "factorizations", value: Double(counts.factorizations)), (name: "unknowns", value: Double(integrator.state.count)),
            (name: "refinements", value: Double(refinements)),
        ]
    }

    func save(to checkpoint: inout Checkpoint, prefix: String) {
        checkpoint.integers[prefix + "frames"] = frames.count
        guard let integrator else { return }
        checkpoint.integers[prefix + "refinements"] = refinements
        checkpoint.integers[prefix + "isUnderResolved"] = isUnderResolved ? 1 : 0
        checkpoint.scalars[prefix + "worstTail"] = worstTail
        checkpoint.tensors[prefix + "scales"] = Tensor(scales)
        TensorWindows(axes.map(\.layout)).save(to: &checkpoint, prefix: prefix)
        integrator.save(to: &checkpoint, prefix: prefix + "integrator ")
        for (index, frame) in frames.enumerated() {
            guard let expansion = frame.expansion as? TensorExpansion, let rate = frame.rate as? TensorExpansion else { continue }
            let name = prefix + "frame \(index) "
            checkpoint.scalars[name + "time"] = frame.time
            TensorWindows(expansion.layouts).save(to: &checkpoint, prefix: name)
            checkpoint.tensors[name + "coefficients"] = Tensor(expansion.coefficients.flatMap(\.elements))
            checkpoint.tensors[name + "rate"] = Tensor(rate.coefficients.flatMap(\.elements))
        }
    }

    func restore(from checkpoint: Checkpoint, prefix: String) throws {
        guard let count = checkpoint.integers[prefix + "frames"] else {
            throw SolverError.checkpointMismatch("it holds no run with windows")
        }
        frames = []
        (integrator, system) = (nil, nil)
        guard count > 0 else { return }
        refinements = checkpoint.integers[prefix + "refinements"] ?? 0
        isUnderResolved = checkpoint.integers[prefix + "isUnderResolved"] == 1
        worstTail = checkpoint.scalars[prefix + "worstTail"] ?? 0
        scales = checkpoint.tensors[prefix + "scales"]?.elements ?? []
        guard scales.count == equations.componentCount else {
            throw SolverError.checkpointMismatch("it belongs to a problem with other unknowns")
        }
        axes = try restoredAxes(checkpoint, prefix)
        let system = TensorSystem(equations, program, axes)
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

    private func restoredAxes(_ checkpoint: Checkpoint, _ prefix: String) throws -> [TensorAxis] {
        let windows = try TensorWindows(checkpoint, prefix: prefix, coordinates: equations.coordinates)
        return try windows.axes.enumerated().map { axis, own in
            try TensorAxis(equations, axis: axis, modes: modes.prefix(own.functions), breaks: own.breaks, order: highestOrder)
        }
    }

    private func restoredFrame(_ checkpoint: Checkpoint, _ prefix: String) throws -> FrozenFrame {
        let axes = try restoredAxes(checkpoint, prefix)
        let shape = axes.map(\.layout.count)
        let size = shape.reduce(1, *)
        func tensors(_ name: String) throws -> [Tensor<Double>] {
            guard let all = checkpoint.tensors[prefix + name]?.elements, all.count == size * equations.componentCount else {
                throw SolverError.checkpointMismatch("'\(prefix)\(name)' is missing or has another size")
            }
            return (0..<equations.componentCount).map { Tensor(shape: shape, elements: all[$0 * size..<($0 + 1) * size]) }
        }
        guard let time = checkpoint.scalars[prefix + "time"] else { throw SolverError.checkpointMismatch("'\(prefix)' is missing") }
        return frame(time: time, axes, try tensors("coefficients"), rate: try tensors("rate"))
    }
}

import Discretization
import NumericsCore
import Solving
import TimeIntegration

extension PeriodicRun {
    var quantities: [(name: String, value: Double)] {
        [("time step", integrator.ladder.step), ("tail", worstTail), ("modes", Double(modes.counts.reduce(1) { $0 * ($1 / 2) }))]
    }

    var notes: [String] {
        let names = equations.coordinates.map(\.name).joined(separator: ", ")
        let counts = modes.counts.map { "\($0 / 2)" }.joined(separator: " x ")
        var notes = [
            "Fourier modes along \(names): \(counts) at the end, "
                + (options.refines ? "chosen by the program" : "as given"),
            "integrator: ETDRK4 with step doubling and local extrapolation",
        ]
        if hasRoughStart {
            let remedy = known.coefficients.isEmpty && modes.dimension == 1 ? ", and a singular function in `enrich` could take it" : known.coefficients.isEmpty ? "" : " beside the singular functions"
            notes.append("the initial data have a corner on the periodic box\(remedy): their spectrum falls slowly")
        }
        if isUnderResolved { notes.append("more modes were needed than max-modes allows") }
        return notes + known.notes(equations)
    }

    var counts: [(name: String, value: Double)] {
        [
            (name: "steps", value: Double(integrator.acceptedSteps)), (name: "rejected steps", value: Double(integrator.rejectedSteps)),
            (name: "unknowns", value: Double(equations.componentCount * modes.counts.reduce(1) { $0 * ($1 - 1) })),
        ]
    }

    func save(to checkpoint: inout Checkpoint, prefix: String) {
        checkpoint.integers[prefix + "frames"] = frames.count
        checkpoint.integers[prefix + "rung"] = integrator.ladder.rung
        checkpoint.integers[prefix + "accepted"] = integrator.acceptedSteps
        checkpoint.integers[prefix + "rejected"] = integrator.rejectedSteps
        checkpoint.integers[prefix + "isUnderResolved"] = isUnderResolved ? 1 : 0
        checkpoint.scalars[prefix + "worstTail"] = worstTail
        checkpoint.tensors[prefix + "scales"] = Tensor(integrator.scales)
        save(time: time, modes, integrator.state, to: &checkpoint, prefix: prefix)
        for (index, frame) in frames.enumerated() {
            guard let expansion = frame.expansion as? PeriodicExpansion else { continue }
            let name = prefix + "frame \(index) "
            save(time: frame.time, expansion.modes, expansion.coefficients, to: &checkpoint, prefix: name)
            if let rate = frame.rate as? PeriodicExpansion { checkpoint.tensors[name + "rate"] = Self.pairs(rate.coefficients) }
        }
    }

    private func save(
        time: Double, _ modes: FourierModes, _ state: Tensor<Complex<Double>>, to checkpoint: inout Checkpoint, prefix: String
    ) {
        checkpoint.scalars[prefix + "time"] = time
        checkpoint.tensors[prefix + "counts"] = Tensor(modes.counts.map(Double.init))
        checkpoint.tensors[prefix + "state"] = Self.pairs(state)
    }

    static func pairs(_ state: Tensor<Complex<Double>>) -> Tensor<Double> {
        Tensor(state.elements.flatMap { [$0.real, $0.imaginary] })
    }

    func restore(from checkpoint: Checkpoint, prefix: String) throws {
        guard let count = checkpoint.integers[prefix + "frames"], count > 0, let rung = checkpoint.integers[prefix + "rung"],
            let scales = checkpoint.tensors[prefix + "scales"], scales.count == equations.componentCount
        else { throw SolverError.checkpointMismatch("it holds no run in Fourier modes with these unknowns") }
        let (time, modes, state) = try restored(checkpoint, prefix)
        try use(modes, state: state)
        integrator.restore(
            state: state, time: time, rung: rung, scales: scales.elements, accepted: checkpoint.integers[prefix + "accepted"] ?? 0,
            rejected: checkpoint.integers[prefix + "rejected"] ?? 0)
        isUnderResolved = checkpoint.integers[prefix + "isUnderResolved"] == 1
        worstTail = checkpoint.scalars[prefix + "worstTail"] ?? 0
        frames = try (0..<count).map { index in
            let own = try restored(checkpoint, prefix + "frame \(index) ")
            let rate = try coefficients(checkpoint, prefix + "frame \(index) rate", own.modes)
            return frame(time: own.time, modes: own.modes, coefficients: own.state, rate: rate)
        }
    }

    private func restored(
        _ checkpoint: Checkpoint, _ prefix: String
    ) throws -> (time: Double, modes: FourierModes, state: Tensor<Complex<Double>>) {
        guard let time = checkpoint.scalars[prefix + "time"],
            let counts = checkpoint.tensors[prefix + "counts"]?.elements.map({ Int($0) }), counts.count == modes.dimension,
            counts.allSatisfy({ $0 >= 4 && $0 % 2 == 0 })
        else { throw SolverError.checkpointMismatch("'\(prefix)' is missing or has another size") }
        let modes = self.modes.resized(counts)
        return (time, modes, try coefficients(checkpoint, prefix + "state", modes))
    }

    private func coefficients(_ checkpoint: Checkpoint, _ name: String, _ modes: FourierModes) throws -> Tensor<Complex<Double>> {
        guard let pairs = checkpoint.tensors[name]?.elements, pairs.count == 2 * equations.componentCount * modes.storedCount else {
            throw SolverError.checkpointMismatch("'\(name)' is missing or has another size")
        }
        let state = (0..<pairs.count / 2).map { Complex(pairs[2 * $0], pairs[2 * $0 + 1]) }
        return Tensor(shape: [equations.componentCount] + modes.shape, elements: state)
    }
}

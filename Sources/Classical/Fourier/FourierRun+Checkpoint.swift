import Discretization
import NumericsCore
import Solving

extension FourierRun {
    /// Complete state under names that begin with `prefix`.
    func save(into checkpoint: inout Checkpoint, prefix: String) {
        checkpoint.integers[prefix + "frames"] = frames.count
        checkpoint.integers[prefix + "rung"] = integrator.ladder.rung
        checkpoint.integers[prefix + "accepted"] = integrator.acceptedSteps
        checkpoint.integers[prefix + "rejected"] = integrator.rejectedSteps
        checkpoint.integers[prefix + "refined"] = hasRefined ? 1 : 0
        checkpoint.scalars[prefix + "time"] = integrator.time
        checkpoint.scalars[prefix + "tail"] = tailRatio
        checkpoint.tensors[prefix + "scales"] = Tensor(integrator.scales)
        checkpoint.tensors[prefix + "decay"] = Tensor(decay.flatMap { $0 })
        checkpoint.tensors[prefix + "counts"] = Tensor(modes.counts.map(Double.init))
        checkpoint.tensors[prefix + "state"] = Self.parts(integrator.state)
        for (index, frame) in frames.enumerated() {
            checkpoint.scalars[prefix + "frame \(index) time"] = frame.time
            checkpoint.tensors[prefix + "frame \(index) counts"] = Tensor(frame.modes.counts.map(Double.init))
            checkpoint.tensors[prefix + "frame \(index)"] = Self.parts(frame.coefficients)
        }
    }

    /// Takes up a saved state. Throws `SolverError.checkpointMismatch`.
    func restore(from checkpoint: Checkpoint, prefix: String) throws {
        func integer(_ name: String) throws -> Int {
            guard let value = checkpoint.integers[prefix + name] else { throw Self.missing(prefix + name) }
            return value
        }
        func tensor(_ name: String) throws -> Tensor<Double> {
            guard let value = checkpoint.tensors[prefix + name] else { throw Self.missing(prefix + name) }
            return value
        }
        guard let time = checkpoint.scalars[prefix + "time"] else { throw Self.missing(prefix + "time") }
        let counts = try tensor("counts").elements.map { Int($0) }
        let scales = try tensor("scales").elements
        guard counts.count == modes.dimension, counts.allSatisfy({ $0 >= 4 && $0 % 2 == 0 }), scales.count == equations.evolved.count
        else { throw SolverError.checkpointMismatch("it was saved for another problem") }
        let saved = modes.resized(counts)
        let state = try Self.coefficients(tensor("state"), [equations.evolved.count] + saved.shape)
        try use(saved, state: state)
        integrator.restore(
            state: state, time: time, rung: try integer("rung"), scales: scales, accepted: try integer("accepted"),
            rejected: try integer("rejected"))
        hasRefined = try integer("refined") == 1
        tailRatio = checkpoint.scalars[prefix + "tail"] ?? 0
        let flat = try tensor("decay").elements
        decay = decay.indices.map { row in (0..<modes.dimension).map { flat[row * modes.dimension + $0] } }
        frames = try (0..<integer("frames")).map { index in
            let own = modes.resized(try tensor("frame \(index) counts").elements.map { Int($0) })
            let total = equations.evolved.count + equations.constrained.count
            return Frame(
                time: checkpoint.scalars[prefix + "frame \(index) time"] ?? 0, modes: own,
                coefficients: try Self.coefficients(tensor("frame \(index)"), [total] + own.shape))
        }
    }

    private static func missing(_ name: String) -> SolverError { .checkpointMismatch("it holds no '\(name)'") }

    /// Real and imaginary parts side by side, [real or imaginary][…].
    private static func parts(_ values: Tensor<Complex<Double>>) -> Tensor<Double> {
        let elements = values.elements
        return Tensor(shape: [2] + values.shape, elements: elements.map(\.real) + elements.map(\.imaginary))
    }

    private static func coefficients(_ parts: Tensor<Double>, _ shape: [Int]) throws -> Tensor<Complex<Double>> {
        guard parts.shape == [2] + shape else { throw SolverError.checkpointMismatch("an array has shape \(parts.shape)") }
        let elements = parts.elements
        let count = elements.count / 2
        return Tensor(shape: shape, elements: (0..<count).map { Complex(elements[$0], elements[count + $0]) })
    }
}

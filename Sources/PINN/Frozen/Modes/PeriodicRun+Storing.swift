import Discretization
import NumericsCore
import Solving
import TimeIntegration

extension PeriodicRun {
    static let kind = "fourier-modes"

    /// For each frame the counts of points [axis] and the coefficients and their rates, pairs of real and imaginary parts
    /// [component, mode…, part].
    var stored: StoredTrial {
        var trial = StoredTrial(
            tensors: FrozenTrial.singular(known),
            description: FrozenTrial.description(
                Self.kind, tolerance: options.tolerance, refines: options.refines, largestCount: options.largestCount))
        trial.tensors["times"] = Tensor(frames.map(\.time))
        for (index, frame) in frames.enumerated() {
            guard let expansion = frame.expansion as? PeriodicExpansion, let rate = frame.rate as? PeriodicExpansion else { continue }
            trial.tensors["frames.\(index).counts"] = Tensor(expansion.modes.counts.map(Double.init))
            trial.tensors["frames.\(index).coefficients"] = Self.pairs(expansion.coefficients)
            trial.tensors["frames.\(index).rates"] = Self.pairs(rate.coefficients)
        }
        return trial
    }

    static func restored(_ trial: FrozenTrial, times: [Double], forcing: ForcingProfile) throws -> (run: any FrozenRun, frames: [FrozenFrame]) {
        let equations = trial.equations
        let known = KnownPart(equations, coefficients: try trial.singular())
        var states: [(modes: FourierModes, state: Tensor<Complex<Double>>, rate: Tensor<Complex<Double>>)] = []
        for index in times.indices {
            let name = "frames.\(index).counts"
            let counts = try trial.stored.tensor(name, shape: [equations.spaces.count]).elements.map { Int($0) }
            guard counts.allSatisfy({ $0 >= 4 && $0 % 2 == 0 }) else { throw StoredTrialError.tensor(name: name, expected: [], found: counts) }
            let coordinates = equations.coordinates
            let modes = FourierModes(lower: coordinates.map(\.lower), lengths: coordinates.map(\.length), counts: counts)
            let shape = [equations.componentCount] + modes.shape
            func state(_ what: String) throws -> Tensor<Complex<Double>> {
                let pairs = try trial.stored.tensor("frames.\(index).\(what)", shape: [2 * shape.reduce(1, *)]).elements
                return Tensor(shape: shape, elements: (0..<pairs.count / 2).map { Complex(pairs[2 * $0], pairs[2 * $0 + 1]) })
            }
            states.append((modes, try state("coefficients"), try state("rates")))
        }
        guard let first = states.first else { throw StoredTrialError.tensor(name: "times", expected: [1], found: [0]) }
        let run = try PeriodicRun(
            equations, PeriodicRun.Options(try trial.settings()), forcing: forcing,
            start: PeriodicStart(known: known, modes: first.modes, state: first.state))
        return (run, zip(times, states).map { run.frame(time: $0, modes: $1.modes, coefficients: $1.state, rate: $1.rate) })
    }

    func frame(at instant: Double, from start: FrozenFrame) throws -> FrozenFrame {
        guard let expansion = start.expansion as? PeriodicExpansion else { return start }
        integrator = ETDIntegrator(
            try Self.system(equations, known, expansion.modes), state: expansion.coefficients, time: start.time,
            tolerance: options.tolerance)
        while time < instant { _ = try step(until: instant) }
        return frame(time: instant, modes: modes, coefficients: integrator.state, rate: integrator.system.rate(integrator.state, time: instant))
    }
}

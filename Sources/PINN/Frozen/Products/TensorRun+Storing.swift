import NumericsCore
import Solving
import TimeIntegration

extension TensorRun {
    static let kind = "products-of-features-in-windows"

    /// The functions of a window as Legendre series [degree][function], and for each frame, along each axis, how many of them are taken and the
    /// ends of windows; coefficients and their rates are [component, function of the first axis, of the second…].
    var stored: StoredTrial {
        var trial = StoredTrial(
            tensors: ["series": modes.series, "times": Tensor(frames.map(\.time))],
            description: FrozenTrial.description(
                Self.kind, tolerance: options.tolerance, refines: options.refines, largestCount: options.largestCount))
        trial.description["features"] = "\(modes.featureCount)"
        trial.description["windows"] = "\(options.windows)"
        trial.description["smallest-window"] = "\(options.smallestWindow)"
        for (index, frame) in frames.enumerated() {
            guard let expansion = frame.expansion as? TensorExpansion, let rate = frame.rate as? TensorExpansion else { continue }
            trial.tensors["frames.\(index).functions"] = Tensor(expansion.layouts.map { Double($0.modes.count) })
            for (axis, layout) in expansion.layouts.enumerated() {
                trial.tensors["frames.\(index).breaks.\(axis)"] = Tensor(layout.breaks)
            }
            trial.tensors["frames.\(index).coefficients"] = Tensor(expansion.coefficients.flatMap(\.elements))
            trial.tensors["frames.\(index).rates"] = Tensor(rate.coefficients.flatMap(\.elements))
        }
        return trial
    }

    static func restored(_ trial: FrozenTrial, times: [Double], forcing: ForcingProfile) throws -> (run: any FrozenRun, frames: [FrozenFrame]) {
        let equations = trial.equations
        let run = try TensorRun(equations, trial.windowOptions(), forcing: forcing, modes: trial.windowModes(equations))
        let frames = try times.enumerated().map { index, time in
            let name = "frames.\(index)"
            let functions = try trial.stored.tensor("\(name).functions", shape: [equations.spaces.count]).elements
            let axes = try functions.enumerated().map { axis, count in
                let breaks = try trial.tensor("\(name).breaks.\(axis)", rank: 1).elements
                guard breaks.count > 1, count > 0 else {
                    throw StoredTrialError.tensor(name: "\(name).breaks.\(axis)", expected: [2], found: [breaks.count])
                }
                return try TensorAxis(
                    equations, axis: axis, modes: run.modes.prefix(Int(count)), breaks: breaks, order: run.highestOrder)
            }
            let shape = axes.map(\.layout.count)
            let size = shape.reduce(1, *)
            func coefficients(_ what: String) throws -> [Tensor<Double>] {
                let all = try trial.stored.tensor("\(name).\(what)", shape: [equations.componentCount * size]).elements
                return (0..<equations.componentCount).map { Tensor(shape: shape, elements: all[$0 * size..<($0 + 1) * size]) }
            }
            return run.frame(time: time, axes, try coefficients("coefficients"), rate: try coefficients("rates"))
        }
        return (run, frames)
    }

    func frame(at instant: Double, from start: FrozenFrame) throws -> FrozenFrame {
        guard let expansion = start.expansion as? TensorExpansion else { return start }
        axes = try expansion.layouts.enumerated().map { axis, layout in
            try TensorAxis(equations, axis: axis, modes: layout.modes, breaks: layout.breaks, order: highestOrder)
        }
        let system = TensorSystem(equations, program, axes)
        scales = WindowRun.known(norms(expansion.coefficients))
        self.system = system
        integrator = RadauIIA(
            system: system, stages: options.stages, tolerance: options.stepTolerances, time: start.time,
            state: system.unknowns(expansion.coefficients), firstStep: (instant - start.time) * 0.01)
        integrator!.setAbsoluteTolerance(absoluteTolerance)
        while time < instant { try step(until: instant, longest: 0.5 * (instant - start.time)) }
        let own = self.system!
        return frame(
            time: instant, axes, own.coefficients(integrator!.state, time: instant, equations),
            rate: own.coefficientRates(integrator!.state, time: instant, equations))
    }
}

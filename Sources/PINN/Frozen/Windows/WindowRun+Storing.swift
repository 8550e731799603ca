import NumericsCore
import Solving
import TimeIntegration

extension WindowRun {
    static let kind = "features-in-windows"

    /// The functions of a window as Legendre series [degree][function], and for each frame the ends of windows, the coefficients and their
    /// rates [component, window, function].
    var stored: StoredTrial {
        var trial = StoredTrial(
            tensors: FrozenTrial.singular(known),
            description: FrozenTrial.description(
                Self.kind, tolerance: options.tolerance, refines: options.refines, largestCount: options.largestCount))
        trial.description["features"] = "\(modes.featureCount)"
        trial.description["windows"] = "\(options.windows)"
        trial.description["smallest-window"] = "\(options.smallestWindow)"
        trial.description["mirrored"] = mirror == nil ? "false" : "true"
        trial.tensors["series"] = modes.series
        trial.tensors["times"] = Tensor(frames.map(\.time))
        for (index, frame) in frames.enumerated() {
            guard let expansion = frame.expansion as? WindowExpansion, let rate = frame.rate as? WindowExpansion else { continue }
            trial.tensors["frames.\(index).breaks"] = Tensor(expansion.layout.breaks)
            trial.tensors["frames.\(index).coefficients"] = expansion.coefficients
            trial.tensors["frames.\(index).rates"] = rate.coefficients
        }
        return trial
    }

    static func restored(_ trial: FrozenTrial, times: [Double], forcing: ForcingProfile) throws -> (run: any FrozenRun, frames: [FrozenFrame]) {
        let equations = trial.equations
        let isMirrored = try trial.stored.text("mirrored") == "true"
        let mirror = isMirrored ? equations.mirror() : nil
        guard equations.spaces.count == 1, isMirrored == (mirror != nil) else {
            throw StoredTrialError.unknown(key: "mirrored", value: trial.stored.description["mirrored"])
        }
        let options = try trial.windowOptions()
        let run = try WindowRun(
            equations, options, mirror: mirror, forcing: forcing, modes: trial.windowModes(equations), singular: trial.singular())
        let frames = try times.enumerated().map { index, time in
            let breaks = try trial.tensor("frames.\(index).breaks", rank: 1).elements
            guard breaks.count > 1 else { throw StoredTrialError.tensor(name: "frames.\(index).breaks", expected: [2], found: [breaks.count]) }
            let layout = WindowLayout(modes: run.modes, breaks: breaks, componentCount: equations.componentCount)
            func coefficients(_ what: String) throws -> Tensor<Double> { try trial.stored.tensor("frames.\(index).\(what)", shape: [layout.count]) }
            return run.frame(time: time, layout, coefficients: try coefficients("coefficients"), rate: try coefficients("rates"))
        }
        return (run, frames)
    }

    func frame(at instant: Double, from start: FrozenFrame) throws -> FrozenFrame {
        guard let expansion = start.expansion as? WindowExpansion else { return start }
        layout = expansion.layout
        let system = try makeSystem(layout)
        scales = try sizes(expansion.coefficients)
        self.system = system
        integrator = RadauIIA(
            system: system, stages: options.stages, tolerance: options.stepTolerances, time: start.time,
            state: system.unknowns(expansion.coefficients), firstStep: (instant - start.time) * 0.01)
        integrator!.setAbsoluteTolerance(absoluteTolerance)
        while time < instant { try step(until: instant, longest: 0.5 * (instant - start.time)) }
        let rate = self.system!.coefficientRates(integrator!.state, time: time)
        return frame(time: instant, layout, coefficients: coefficients, rate: rate)
    }
}

extension FrozenTrial {
    /// The functions of a window.
    func windowModes(_ equations: FrozenEquations) throws -> WindowModes {
        let series = try tensor("series", rank: 2)
        guard series.shape.allSatisfy({ $0 > 0 }), let features = Int(try stored.text("features")) else {
            throw StoredTrialError.tensor(name: "series", expected: [], found: series.shape)
        }
        return WindowModes(series: series, order: equations.highestOrder, featureCount: features)
    }

    func windowOptions() throws -> WindowOptions {
        guard let windows = Int(try stored.text("windows")), let smallest = Double(try stored.text("smallest-window")) else {
            throw StoredTrialError.unknown(key: "windows", value: stored.description["windows"])
        }
        return WindowOptions(try settings(["windows": .integer(windows), "smallest-window": .number(smallest)]), seed: 0)
    }
}

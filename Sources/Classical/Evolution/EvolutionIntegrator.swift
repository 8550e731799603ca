import Discretization
import NumericsCore
import Solving
import TimeIntegration

/// A discretised evolution with its integrator: Radau IIA or ARK4(3)6L[2]SA.
struct EvolutionIntegrator {
    // Two optionals instead of an enum: a payload of an enum could not be changed in place.
    private var radau: RadauIIA?
    private var ark: ARK436L2SA?
    let layout: CollocationLayout

    /// The state on axes at an instant; `start` makes it consistent with the algebraic rows.
    init(
        _ setup: EvolutionSetup, axes: [AxisDiscretization], options: EvolutionOptions, tolerance: ([Double]) -> ErrorTolerance,
        time: Double, start: (CollocationLayout) throws -> Tensor<Double>, firstStep: Double
    ) throws {
        let system = try CollocationEvolution(setup.form, setup.collocation, axes: axes)
        layout = system.layout
        let length = setup.form.timeRange.upperBound - setup.form.timeRange.lowerBound
        let state = try system.consistent(try start(layout), time: time, shortTime: 1e-7 * length)
        let weights = tolerance(ElementResolution().scales(state, layout))
        switch options.integrator {
        case .radau:
            radau = RadauIIA(
                system: system, stages: options.stages, tolerance: weights, time: time, state: state, firstStep: firstStep)
        case .ark:
            let split = try SplitCollocationEvolution(setup.form, setup.collocation, axes: axes)
            ark = try ARK436L2SA(system: split, tolerance: weights, time: time, state: state, firstStep: firstStep)
        }
    }

    /// The same integration on other axes.
    init(_ other: EvolutionIntegrator, on axes: [AxisDiscretization], setup: EvolutionSetup, tolerance: ErrorTolerance) throws {
        if let radau = other.radau {
            let system = try CollocationEvolution(setup.form, setup.collocation, axes: axes)
            layout = system.layout
            let transfer = CollocationTransfer(from: other.layout, to: layout)
            self.radau = radau.transferred(to: system, tolerance: tolerance, map: transfer.apply)
        } else {
            let system = try SplitCollocationEvolution(setup.form, setup.collocation, axes: axes)
            layout = system.layout
            let transfer = CollocationTransfer(from: other.layout, to: layout)
            ark = try other.ark!.transferred(to: system, tolerance: tolerance, map: transfer.apply)
        }
    }

    /// An integration on given axes whose state comes from a checkpoint.
    init(
        restoring checkpoint: Checkpoint, prefix: String, axes: [AxisDiscretization], setup: EvolutionSetup,
        options: EvolutionOptions, tolerance: ErrorTolerance
    ) throws {
        let system = try CollocationEvolution(setup.form, setup.collocation, axes: axes)
        layout = system.layout
        let zero = Tensor(shape: [system.order], repeating: 0.0)
        switch options.integrator {
        case .radau:
            radau = RadauIIA(
                system: system, stages: options.stages, tolerance: tolerance, time: 0, state: zero, firstStep: 1)
            try radau!.restore(from: checkpoint, prefix: prefix)
        case .ark:
            let split = try SplitCollocationEvolution(setup.form, setup.collocation, axes: axes)
            ark = try ARK436L2SA(system: split, tolerance: tolerance, time: 0, state: zero, firstStep: 1)
            try ark!.restore(from: checkpoint, prefix: prefix)
        }
    }

    var time: Double { radau?.time ?? ark!.time }
    var state: Tensor<Double> { radau?.state ?? ark!.state }
    /// Longest step allowed.
    var maximumStep: Double {
        get { radau?.maximumStep ?? ark!.maximumStep }
        set {
            radau?.maximumStep = newValue
            ark?.maximumStep = newValue
        }
    }
    var lastStep: Double { radau?.lastStep ?? ark!.lastStep }
    var errorRatio: Double { radau?.errorRatio ?? ark!.errorRatio }
    var steps: Int { radau?.counts.steps ?? ark!.steps }
    var rejected: Int { (radau.map { $0.counts.rejected + $0.counts.newtonFailures }) ?? ark!.rejected }

    /// Work counts for the manifest.
    var counts: [(name: String, value: Double)] {
        var counts = [("steps", Double(steps)), ("rejected steps", Double(rejected))]
        if let radau {
            counts.append(("Newton iterations", Double(radau.counts.newtonIterations)))
            counts.append(("Jacobians", Double(radau.counts.jacobians)))
            counts.append(("factorizations", Double(radau.counts.factorizations)))
        } else {
            counts.append(("factorizations", Double(ark!.factorizations)))
        }
        return counts.map { (name: $0.0, value: $0.1) }
    }

    mutating func step(until limit: Double) throws {
        try radau?.step(until: limit)
        try ark?.step(until: limit)
    }

    mutating func undoStep() {
        radau?.undoStep()
        ark?.undoStep()
    }

    mutating func setAbsoluteTolerance(_ absolute: [Double]) {
        radau?.setAbsoluteTolerance(absolute)
        ark?.tolerance.absolute = absolute
    }

    func save(to checkpoint: inout Checkpoint, prefix: String) {
        radau?.save(to: &checkpoint, prefix: prefix)
        ark?.save(to: &checkpoint, prefix: prefix)
    }
}

import Discretization
import NumericsCore
import Solving
import TimeIntegration

extension EvolutionRun {
    /// A step that leaves a tail this many times too large is repeated on the finer mesh.
    private static let repeatLimit = 10.0
    /// Steps without a change after which elements are looked through for superfluous ones.
    private static let patience = 5

    /// Tail over what the tolerance allows [axis][element].
    ///
    /// A component such as a pressure, which two derivatives determine, does not ask for elements: where initial data
    /// and walls disagree it starts with a layer that the velocity does not feel.
    private func tails() -> [[Double]] {
        let hidden = setup.hiddenComponents
        let measures = scales.indices.map { hidden.contains($0) ? Double.infinity : scales[$0] }
        return resolution.ratios(integrator!.state, integrator!.layout, scales: measures)
            .map { $0.map { $0 / options.tolerance } }
    }

    /// Divides what the initial data need; true if something changed.
    func refineInitially() throws -> Bool {
        let ratios = tails()
        worstTail = ratios.joined().max() ?? 0
        guard worstTail > 1 else { return false }
        guard let finer = try refined(ratios, threshold: 1) else {
            isUnderResolved = true
            return false
        }
        axes = finer
        return true
    }

    /// Checks the tails after a step; divides elements and repeats the step if it left too much out, or merges.
    func adaptAfterStep() throws {
        guard !axes.isEmpty else { return try followScales() }
        try followScales()
        stepsSinceChange += 1
        let ratios = tails()
        worstTail = ratios.joined().max() ?? 0
        guard worstTail.isFinite else {
            throw SolverError.diverged(
                field: setup.form.components[0].name, location: "t = \(time)", step: integrator!.steps,
                likelyKnob: "tolerance")
        }
        guard options.adapts else { return }
        if worstTail > 1 {
            guard let finer = try refined(ratios, threshold: 0.3) else {
                isUnderResolved = true
                return
            }
            divisions += 1
            if worstTail > EvolutionRun.repeatLimit {
                integrator!.undoStep()
                try move(to: finer)
            } else {
                // The mesh changes anyway: what a front has left behind is cleared in the same go.
                try move(to: clearing(superfluousBreaks(ratios), from: finer))
            }
        } else if stepsSinceChange >= EvolutionRun.patience {
            let superfluous = superfluousBreaks(ratios)
            if !superfluous.isEmpty { try move(to: clearing(superfluous, from: axes)) }
        }
    }

    private func clearing(_ breaks: Set<Double>, from axes: [AxisDiscretization]) -> [AxisDiscretization] {
        guard !breaks.isEmpty else { return axes }
        merges += 1
        return axes.map { removing(breaks, from: $0) }
    }

    private func followScales() throws {
        let layout = integrator!.layout
        if updateScales(resolution.scales(integrator!.state, layout)) {
            integrator!.setAbsoluteTolerance(absoluteTolerance(layout))
        }
    }

    private func move(to axes: [AxisDiscretization]) throws {
        self.axes = axes
        stepsSinceChange = 0
        integrator = try EvolutionIntegrator(integrator!, on: axes, setup: setup, tolerance: tolerance)
        integrator!.setAbsoluteTolerance(absoluteTolerance(integrator!.layout))
    }

    /// Finer axes; nil if there is no room for more.
    func refined(_ ratios: [[Double]], threshold: Double) throws -> [AxisDiscretization]? {
        if axes.count == 1, !axes[0].isPeriodic, canHaveElements {
            let axis = axes[0]
            let divided = Set(ratios[0].indices.filter { ratios[0][$0] > threshold })
            try checkSize(of: divided, on: axis, ratios[0])
            return [axis.bisecting(divided)]
        }
        let grown = zip(axes, ratios).map { axis, ratios in
            (ratios.max() ?? 0) > 1 ? axis.resized(to: grownCount(axis)) : axis
        }
        let unknowns = grown.reduce(setup.form.components.count) { $0 * $1.residualCount }
        return unknowns <= options.maximumUnknowns ? grown : nil
    }

    /// Elements can be joined only where every component has as many conditions as derivatives.
    private var canHaveElements: Bool {
        guard let layout = integrator?.layout else { return false }
        let orders = setup.collocation.orders
        return orders.indices.allSatisfy { layout.spaces[$0][0].conditions >= orders[$0][0] }
    }

    private func grownCount(_ axis: AxisDiscretization) -> Int {
        let growth = axis.residualPointsPerElement * 2 / 5
        return axis.residualPointsPerElement + max(4, (growth + 3) / 4 * 4)
    }

    /// Stops where elements become so short, or so many, that a jump must be forming.
    private func checkSize(of divided: Set<Int>, on axis: AxisDiscretization, _ ratios: [Double]) throws {
        let shortest = options.smallestElement * (axis.upper - axis.lower)
        let tooShort = divided.first { axis.halfLength(of: $0) < shortest && ratios[$0] > 1 }
        let size = setup.form.components.count * axis.residualPointsPerElement
        let isFull = (axis.elementCount + divided.count) * size > options.maximumUnknowns
        guard let element = tooShort ?? (isFull ? divided.max { ratios[$0] < ratios[$1] } : nil) else { return }
        let middle = (axis.breaks[element] + axis.breaks[element + 1]) / 2
        let place = setup.place([middle])
        let knob = integrator!.steps == 0
            ? "the initial data are not smooth there; round them off, or allow shorter elements with smallest-element"
            : "the solution steepens towards a jump (a shock or a singularity); add diffusion, end earlier, "
                + "or allow shorter elements with smallest-element"
        throw SolverError.diverged(
            field: fieldWithWorstTail(element), location: "\(place), t = \(time)", step: integrator!.steps, likelyKnob: knob)
    }

    private func fieldWithWorstTail(_ element: Int) -> String {
        let layout = integrator!.layout
        var worst = (component: 0, ratio: -1.0)
        for component in 0..<layout.componentCount {
            var others = Array(repeating: Double.infinity, count: layout.componentCount)
            others[component] = scales[component]
            let ratio = resolution.ratios(integrator!.state, layout, scales: others)[0][element]
            if ratio > worst.ratio { worst = (component, ratio) }
        }
        return setup.form.components[worst.component].name
    }
}

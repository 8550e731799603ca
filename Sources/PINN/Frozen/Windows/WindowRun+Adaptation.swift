import NumericsCore
import Solving
import TimeIntegration

extension WindowRun {
    /// A step that leaves a tail this many times too large is repeated with the finer windows.
    private static let repeatLimit = 10.0
    /// Windows with this part of the tail that is allowed are divided along with those that have too much.
    private static let nearLimit = 0.5
    /// Steps without a change after which windows are looked through for superfluous ones.
    private static let patience = 5
    /// Two halves are joined when their tails, and that of the whole, are below this part of what is allowed.
    private static let mergeLimit = 0.03

    /// Divides windows until they hold the initial data; the data at the points of the last windows, [component][point].
    func resolveInitialData() throws -> [[Double]] {
        while true {
            let values = try equations.initialValues(at: layout.points, known: known)
            let raw = layout.projection(values)
            let norms = try sizes(raw)
            guard options.refines else { return values }
            var ratios = ratios(raw, layout, scales: norms)
            for window in try missedWindows(raw, norms) { ratios[window] = max(ratios[window], 2) }
            for window in coarseWindows(layout) { ratios[window] = max(ratios[window], 2) }
            worstTail = ratios.max() ?? 0
            let wanted = Set(ratios.indices.filter { ratios[$0] > 1 })
            let divided = wanted.filter { layout.halfLength($0) > shortest }
            if divided.count < wanted.count { hasRoughStart = true }
            guard !divided.isEmpty, layout.count + divided.count * modes.count * layout.componentCount <= options.largestCount else {
                if !divided.isEmpty { isUnderResolved = true }
                return values
            }
            layout = WindowLayout(modes: modes, breaks: layout.halving(divided), componentCount: layout.componentCount)
        }
    }

    private var shortest: Double { options.smallestWindow * (equations.range.upper - equations.range.lower) }

    /// Windows whose points are too far apart for a narrow place of the data.
    private func coarseWindows(_ layout: WindowLayout) -> Set<Int> {
        let lower = layout.breaks[0]
        let found = equations.peaks.compactMap { peak -> Int? in
            let place = peak.position[equations.space]
            // Windows may cover one half of the range.
            let own = mirror.map { place < lower ? 2 * $0.centre - place : place } ?? place
            return peak.isResolved(by: [layout.points], at: [own]) ? nil : layout.window(at: own)
        }
        return Set(found)
    }

    /// Windows in which the data differ grossly from their expansion between the points: something narrow fell through.
    private func missedWindows(_ raw: Tensor<Double>, _ norms: [Double]) throws -> [Int] {
        let expansion = WindowExpansion(layout: layout, coefficients: raw, mirror: nil)
        let probes = 4 * modes.count
        let places = (0..<layout.windowCount).flatMap { window -> [Double] in
            let spacing = 2 * layout.halfLength(window) / Double(probes)
            return (0..<probes).map { layout.breaks[window] + spacing * (Double($0) + 0.5) }
        }
        let data = try equations.initialValues(at: places, known: known)
        let allowed = options.tolerance.squareRoot()
        var missed = Set<Int>()
        for component in data.indices {
            let found = expansion.values(of: component, order: 0, at: places)
            for index in places.indices where abs(found[index] - data[component][index]) > allowed * norms[component] {
                missed.insert(index / probes)
            }
        }
        return missed.sorted()
    }

    /// Tail over what the tolerance allows, the worst component of each window.
    private func ratios(_ coefficients: Tensor<Double>, _ layout: WindowLayout, scales: [Double]) -> [Double] {
        let tails = layout.tails(coefficients)
        return (0..<layout.windowCount).map { window in
            zip(tails, scales).map { $0[window] / ($1 * options.tolerance) }.max() ?? 0
        }
    }

    /// Checks the tails after a step; divides windows and repeats the step if it left too much out, or joins them.
    func adaptAfterStep() throws {
        let raw = coefficients
        let norms = layout.norms(raw)
        if zip(norms, scales).contains(where: { $0 > 2 * $1 }) {
            scales = zip(norms, scales).map(max)
            integrator!.setAbsoluteTolerance(absoluteTolerance)
        }
        stepsSinceChange += 1
        let ratios = ratios(raw, layout, scales: scales)
        worstTail = ratios.max() ?? 0
        guard worstTail.isFinite else {
            throw SolverError.diverged(
                field: equations.names.components[0], location: "t = \(time)", step: stepCount, likelyKnob: "tolerance")
        }
        guard options.refines else { return }
        let divided = try windowsToDivide(ratios)
        if !divided.isEmpty {
            divisions += 1
            if worstTail > Self.repeatLimit {
                integrator!.undoStep()
                try move(to: layout.halving(divided))
            } else {
                let joined = superfluousBreaks(ratios, raw)
                merges += joined.isEmpty ? 0 : 1
                try move(to: layout.halving(divided).filter { !joined.contains($0) })
            }
        } else if stepsSinceChange >= Self.patience {
            let joined = superfluousBreaks(ratios, raw)
            guard !joined.isEmpty else { return }
            merges += 1
            try move(to: layout.breaks.filter { !joined.contains($0) })
        }
    }

    /// Windows with too large a tail, and those near it; none if there is no room.
    private func windowsToDivide(_ ratios: [Double]) throws -> Set<Int> {
        guard worstTail > 1 else { return [] }
        let wanted = ratios.indices.filter { ratios[$0] > Self.nearLimit }
        let divided = wanted.filter { layout.halfLength($0) > shortest }
        if let window = wanted.first(where: { ratios[$0] > 1 && layout.halfLength($0) <= shortest }), !hasRoughStart {
            let place = 0.5 * (layout.breaks[window] + layout.breaks[window + 1])
            throw SolverError.diverged(
                field: equations.names.components[0], location: "\(equations.names.coordinates[equations.space]) = \(place), t = \(time)",
                step: stepCount,
                likelyKnob: "the solution steepens towards a jump (a shock or a singularity); add diffusion, end earlier, "
                    + "or allow shorter windows with smallest-window")
        }
        guard layout.count + divided.count * modes.count * layout.componentCount <= options.largestCount else {
            isUnderResolved = true
            return []
        }
        return Set(divided)
    }

    /// Breaks between pairs of halves that one window holds as well.
    private func superfluousBreaks(_ ratios: [Double], _ raw: Tensor<Double>) -> Set<Double> {
        var candidates: [Double] = []
        var window = 0
        while window + 1 < layout.windowCount {
            let (first, second) = (layout.halfLength(window), layout.halfLength(window + 1))
            let position = (layout.breaks[window] - layout.breaks[0]) / (4 * first)
            let isPair = abs(first - second) < 1e-9 * first && abs(position - position.rounded()) < 1e-6
                && layout.windowCount > options.windows
            if isPair, max(ratios[window], ratios[window + 1]) < Self.mergeLimit {
                candidates.append(layout.breaks[window + 1])
                window += 2
            } else {
                window += 1
            }
        }
        guard !candidates.isEmpty else { return [] }
        let trial = WindowLayout(
            modes: modes, breaks: layout.breaks.filter { !candidates.contains($0) }, componentCount: layout.componentCount)
        let found = self.ratios(layout.transfer(raw, to: trial), trial, scales: scales)
        let coarse = coarseWindows(trial)
        return Set(candidates.filter { found[trial.window(at: $0)] <= Self.mergeLimit && !coarse.contains(trial.window(at: $0)) })
    }

    /// Goes on with other windows.
    private func move(to breaks: [Double]) throws {
        let (old, before) = (layout, system!)
        let now = time
        layout = WindowLayout(modes: modes, breaks: breaks, componentCount: old.componentCount)
        let system = try makeSystem(layout)
        integrator = integrator!.transferred(
            to: system, tolerance: options.stepTolerances,
            map: { [layout] in system.unknowns(old.transfer(before.coefficients($0, time: now), to: layout)) },
            increments: { [layout] in
                system.unknowns(old.transfer(before.basis.combined($0), to: layout))
            })
        self.system = system
        integrator!.setAbsoluteTolerance(absoluteTolerance)
        stepsSinceChange = 0
    }
}

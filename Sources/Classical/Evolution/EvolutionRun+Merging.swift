import Discretization

extension EvolutionRun {
    /// Two halves are merged when their tails, and that of the whole, are below this part of what is allowed: far enough
    /// from what divides an element that the two do not follow each other.
    private static let mergeLimit = 0.03

    /// Breaks between pairs of halves that one element resolves as well.
    func superfluousBreaks(_ ratios: [[Double]]) -> Set<Double> {
        guard axes.count == 1, !axes[0].isPeriodic, axes[0].elementCount > 1 else { return [] }
        let candidates = mergeCandidates(ratios[0])
        guard !candidates.isEmpty else { return [] }
        let trial = removing(Set(candidates), from: axes[0])
        let layout = integrator!.layout
        let coarse = CollocationLayout(
            axes: [trial], conditions: layout.spaces.map { [$0[0].conditions] },
            highestDerivatives: [setup.collocation.orders.map { $0[0] }.max() ?? 0])
        let state = CollocationTransfer(from: layout, to: coarse).apply(integrator!.state)
        let tails = resolution.ratios(state, coarse, scales: scales)[0]
        let most = EvolutionRun.mergeLimit * options.tolerance
        let missed = coarseElements([trial])[0]
        return Set(candidates.filter { tails[trial.element(containing: $0)] <= most && !missed.contains(trial.element(containing: $0)) })
    }

    /// Middle breaks of pairs that came from one element and both have tails to spare.
    private func mergeCandidates(_ ratios: [Double]) -> [Double] {
        let axis = axes[0]
        var candidates: [Double] = []
        var element = 0
        while element + 1 < axis.elementCount {
            let length = axis.breaks[element + 1] - axis.breaks[element]
            let next = axis.breaks[element + 2] - axis.breaks[element + 1]
            let position = (axis.breaks[element] - axis.lower) / (2 * length)
            let isPair = abs(length - next) < 1e-9 * length && abs(position - position.rounded()) < 1e-6
            if isPair, max(ratios[element], ratios[element + 1]) < EvolutionRun.mergeLimit {
                candidates.append(axis.breaks[element + 1])
                element += 2
            } else {
                element += 1
            }
        }
        return candidates
    }

    /// The axis without some of its breaks.
    func removing(_ breaks: Set<Double>, from axis: AxisDiscretization) -> AxisDiscretization {
        guard !breaks.isEmpty else { return axis }
        return AxisDiscretization(
            axis.name, breaks: axis.breaks.filter { !breaks.contains($0) },
            residualPointsPerElement: axis.residualPointsPerElement)
    }
}

import Discretization
import Problems
import Solving

extension SteadyStepper {
    /// Ends with success, unless the equations hold data that fall between the points: then refines there.
    ///
    /// Only answers about to be given are looked at. Rising resolutions find most narrow data by themselves.
    func accept(isDirect: Bool) throws -> StepStatus {
        try lookCloser(isDirect: isDirect) ?? end(.converged)
    }

    /// Refines where data of the equations fall between the points of the newest answer; nil if none do.
    func lookCloser(isDirect: Bool) throws -> StepStatus? {
        guard let own = solved.last?.layout.axes,
            let finding = DataProbe(discrete).missed(by: own, tolerance: settings.tolerance)
        else { return nil }
        guard let closer = policy.closer(own, at: finding.elements), try fits(closer, isDirect: isDirect) else {
            let place = zip(own, finding.position).map { "\($0.name) = \(NumberText.short($1))" }.joined(separator: ", ")
            remarks.append("the data of the equations are too narrow near \(place) for the points: they are not resolved there")
            return end(.notConverged)
        }
        axes = closer
        hasNarrowData = true
        stage = .refining
        isRepeated = false
        return .running
    }

    /// Refines on if the finer grid of a comparison was the first to see narrow data; nil if the usual end of the
    /// refinement must do.
    func goOnWithData(isDirect: Bool) throws -> StepStatus? {
        guard hasNarrowData, let last = solved.last,
            var finer = policy.refined(axes, tails: last.tails, isDirect: isDirect)
        else { return nil }
        // Verification has lengthened the series; on short elements long ones only collect rounding errors.
        if axes.count == 1 && finer[0].elementCount > axes[0].elementCount {
            finer = [finer[0].resized(to: min(finer[0].residualPointsPerElement, 32))]
        }
        guard try fits(finer, isDirect: isDirect) else { return nil }
        axes = finer
        stage = .refining
        return .running
    }
}

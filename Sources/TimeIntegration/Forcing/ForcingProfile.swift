import Problems

/// How long time steps may be without stepping over what formulas that hold the time do in between.
///
/// An error estimate knows a formula at the stages of a step only, and a short pulse between them leaves no trace. All
/// formulas of a problem that hold the time are therefore sampled once, densely in time, and the time range is halved
/// wherever five values of an interval do not show what the samples in it do. Steps then end where such an interval
/// begins and are not longer than it; how accurate they are is left to the error estimate. What is shorter than about
/// 1/16384 of the time range, or shows at particular values of the unknowns or places only, may still be missed.
///
/// A function of the problem alone: a run that is resumed finds the same steps.
public struct ForcingProfile: Sendable {
    private let lower, length: Double
    /// How often the whole range was halved to get the interval around each of the shortest; empty if never.
    private let levels: [Int]

    /// Intervals between samples, and intervals between samples in the shortest interval.
    static let sampleCount = 16384
    static let shortest = 4

    public init(_ problem: Problem, _ form: EvolutionForm) {
        lower = form.timeRange.lowerBound
        length = form.timeRange.upperBound - form.timeRange.lowerBound
        var levels = Array(repeating: 0, count: Self.sampleCount / Self.shortest)
        ForcingSamples(problem, form).forEach { series in
            var halving = ForcingHalving(series, levels: levels)
            halving.run()
            levels = halving.levels
        }
        self.levels = levels.contains { $0 > 0 } ? levels : []
    }

    /// Longest step that may be taken at an instant.
    public func longestStep(at time: Double) -> Double {
        guard !levels.isEmpty, length > 0 else { return .infinity }
        let unit = length / Double(levels.count)
        var cell = min(max(Int((time - lower) / unit), 0), levels.count - 1)
        var longest = Double.infinity
        while cell < levels.count {
            let size = levels.count >> levels[cell]
            let first = cell / size * size
            let distance = lower + Double(first) * unit - time
            if distance >= longest { break }
            longest = min(longest, max(distance, Double(size) * unit))
            cell = first + size
        }
        return longest
    }
}

import Foundation
import TrialFunctions

/// Settings of one integration with features in windows.
struct WindowOptions: Sendable {
    /// Relative error allowed in a step, and in what a window leaves out.
    var tolerance: Double
    var function: FeatureFunction
    /// Largest wave number or slope, in radians per half window.
    var bandwidth: Double
    var isBandwidthGiven: Bool
    /// Stages of Radau IIA.
    var stages: Int
    var windows: Int
    var refines: Bool
    /// Shortest window as a fraction of the range.
    var smallestWindow: Double
    var largestCount: Int
    var seed: UInt64
    /// Tells independent draws apart.
    var draw = 0
    /// Modes left out at the end.
    var spare = 0
    /// First step as a fraction of the time range, and the fewest steps between two output times.
    var firstStep = 1e-4
    var stepsPerOutput = 2

    init(_ settings: FrozenSettings, seed: UInt64) {
        tolerance = max(settings.tolerance, 1e-13)
        function = settings.choice.function
        // Wider bands hold more modes in fewer windows.
        bandwidth = settings.choice.bandwidth ?? (function == .tanh ? 2 : 12)
        // Many stages pay off when many digits are wanted: their estimate is of order s + 1, their error of order 2s - 1.
        stages = tolerance < 3e-12 ? 7 : tolerance < 3e-5 ? 5 : 3
        isBandwidthGiven = settings.choice.bandwidth != nil
        windows = settings.windows
        refines = settings.refines
        smallestWindow = settings.smallestWindow
        largestCount = settings.largestModeCount
        self.seed = seed
    }

    /// Where matrices are dense, one window with many functions is cheaper than several with few.
    var wideBandwidth: Double { isBandwidthGiven || function == .tanh ? bandwidth : 30 }

    /// Functions that the second run takes less than the first: the first ones hold the same polynomials whatever the draw, so that two runs with
    /// equally many of them would make the same errors. Two, because of two neighbours an even or odd solution has one only.
    var omitted: Int { spare > 0 ? 2 : 0 }

    /// A quarter more functions: multiples of four less those omitted, so that the runs never have equally many.
    func grown(_ count: Int) -> Int { (count * 5 / 4 + omitted + 4) / 4 * 4 - omitted }

    /// The second, cheaper run from which the error is estimated: other features, fewer of them, larger steps of another order.
    var coarser: WindowOptions {
        var options = self
        options.tolerance = min(tolerance * 30, 0.1)
        options.stages = stages == 5 ? 7 : 5
        options.draw = draw + 1
        options.spare = spare + 3
        options.firstStep = firstStep * 10
        options.stepsPerOutput = 1
        return options
    }
}

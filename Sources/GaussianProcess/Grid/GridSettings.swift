import Solving

/// What the grid way reads of the settings.
struct GridSettings: Sendable {
    /// Points along each axis, one number or one an axis; nil lets the program choose.
    var points: [Int]?
    /// Relative accuracy asked for.
    var tolerance: Double
    var hasDeviation: Bool
    /// Random functions that the standard deviation is taken from.
    var samples: Int

    init(_ settings: Settings) {
        points = settings.has("grid") ? settings.integers("grid") : nil
        tolerance = settings.number("tolerance")
        hasDeviation = settings.flag("standard-deviation")
        samples = settings.integer("samples")
    }
}

extension GaussianProcessSolver {
    /// Settings of the grid way and of the choice between ways.
    static var gridSchema: [SettingDescription] {
        [
            SettingDescription(
                "way", .choice(["auto", "grid", "mixture", "dense"], default: "auto"),
                meaning: "How it is computed: on a tensor grid, with a spectral mixture in one coordinate, or all covariances in one matrix; auto chooses and says why."),
            SettingDescription(
                "grid", .integers(range: 4...4000, default: nil),
                meaning: "Points along each axis of the grid way, one number or one an axis; raised until the tolerance is met if left out."),
            SettingDescription(
                "samples", .integer(range: 4...1000, default: 32),
                meaning: "Random functions that the standard deviation of the grid way is taken from."),
        ]
    }
}

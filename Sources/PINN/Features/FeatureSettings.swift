import Solving
import TrialFunctions

/// The settings of the method, read once.
struct FeatureSettings: Sendable {
    var tolerance: Double
    /// nil lets the program choose.
    var count: Int?
    var largestCount: Int
    var choice: FeatureFunctionSettings
    var function: FeatureFunction { choice.function }
    var bandwidth: Double? { choice.bandwidth }
    var meetsConditions: Bool
    /// Whether conditions are constraints of the least squares.
    var hasEqualities: Bool
    var conditionWeight: Double
    /// Pieces of the time range; nil lets the program choose.
    var timeWindows: Int?
    /// Windows along each coordinate, as written; a single number with time is pieces of the time range.
    var windows: [Int]?
    /// Cells along each coordinate that meet without overlapping; nil for none.
    var cells: [Int]?
    /// What is asked for where they meet.
    var interface: [InterfaceCondition]
    var rule: Rule
    var estimates: Bool

    enum Rule: String, CaseIterable {
        case gauss, sobol, christoffel
    }

    /// - Parameter time: the index of the time coordinate.
    init(_ settings: Settings, time: Int?) {
        tolerance = settings.number("tolerance")
        count = settings.has("features") ? settings.integer("features") : nil
        largestCount = settings.integer("max-features")
        choice = FeatureFunctionSettings(settings)
        meetsConditions = settings.text("conditions") == "exact"
        hasEqualities = settings.text("conditions") == "equality"
        conditionWeight = settings.number("condition-weight")
        windows = settings.has("windows") ? settings.integers("windows") : nil
        timeWindows = windows.flatMap { list in time.map { list.count == 1 ? list[0] : list.indices.contains($0) ? list[$0] : 1 } }
        cells = settings.has("cells") ? settings.integers("cells") : nil
        interface = settings.texts("interface").compactMap(InterfaceCondition.init)
        rule = Rule(rawValue: settings.text("point-rule")) ?? .gauss
        estimates = settings.flag("error-estimate")
    }
}

extension FeatureSolver {
    public static var schema: [SettingDescription] {
        [
            SettingDescription(
                "tolerance", .number(range: 1e-15...0.1, default: 1e-10),
                meaning: "Relative accuracy asked for; features are added until two draws of them agree to it."),
            SettingDescription(
                "features", .integer(range: 4...20_000, default: nil),
                meaning: "Number of features of each unknown in each window; raised by the program until the tolerance is met if left out."),
            SettingDescription(
                "max-features", .integer(range: 4...20_000, default: 2000),
                meaning: "Most features of each unknown, in all windows together, that the program may use (16 bytes times the square of it in memory)."),
        ] + FeatureFunctionSettings.schema(bandwidth: 0.01...1e6, cover: "range", chosen: "found from held-out residuals") + [
            SettingDescription(
                "conditions", .choice(["weighted", "exact", "equality"], default: "weighted"),
                meaning: "Whether conditions are rows of the least squares, met by construction where they can be, or constraints that are met at their points before anything else."),
            SettingDescription(
                "condition-weight", .number(range: 1e-6...1e6, default: 1),
                meaning: "Weight of the rows of conditions, after rows of all kinds were brought to the same size."),
            SettingDescription(
                "windows", .integers(range: 1...1000, default: nil),
                meaning: "Pieces of the time range solved one after the other, chosen by the program if left out; or a list with a number for each coordinate: overlapping windows in space, each with features of its own, and pieces of the time range."),
            SettingDescription(
                "cells", .integers(range: 1...64, default: nil),
                meaning: "Cells along each coordinate, time included, that meet without overlapping, each with features of its own; cuts move to where coefficients jump."),
            InterfaceCondition.setting,
            SettingDescription(
                "point-rule", .choice(FeatureSettings.Rule.allCases.map(\.rawValue), default: "gauss"),
                meaning: "Points inside: gauss, products of Gauss points on boxes of up to four dimensions, else as sobol; christoffel, drawn and weighted by the leverages of the equations' rows."),
            SettingDescription(
                "error-estimate", .flag(default: true),
                meaning: "Whether a second draw of the features estimates the error."),
        ]
    }
}

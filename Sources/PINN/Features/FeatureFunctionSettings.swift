import Solving
import TrialFunctions

/// What random features are made of: settings that every method with features has.
struct FeatureFunctionSettings: Sendable {
    var function: FeatureFunction
    /// Largest wave number or slope, in radians per half range of what the features cover; nil lets the program choose.
    var bandwidth: Double?

    init(_ settings: Settings) {
        function = settings.text("function") == "tanh" ? .tanh : .cos
        bandwidth = settings.has("bandwidth") ? settings.number("bandwidth") : nil
    }

    /// - Parameters:
    ///   - range: of the bandwidth.
    ///   - cover: what the features cover, `range` or `window`.
    ///   - chosen: how the bandwidth is found if it is left out.
    static func schema(bandwidth range: ClosedRange<Double>, cover: String, chosen: String) -> [SettingDescription] {
        [
            SettingDescription(
                "function", .choice(["cos", "tanh"], default: "cos"),
                meaning: "What the features are made of: waves of limited bandwidth for smooth solutions, or steps for layers."),
            SettingDescription(
                "bandwidth", .number(range: range, default: nil), unit: "radians per half \(cover)",
                meaning: "Largest wave number of the features (slope, for tanh); \(chosen) if left out."),
        ]
    }
}

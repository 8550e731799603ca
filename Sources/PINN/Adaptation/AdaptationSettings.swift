import Solving

/// What is changed at set steps of a training: where points are and how rows are weighted.
package struct AdaptationSettings: Sendable {
    package var sampling: PointSampling
    package var weights: WeightRule
    /// Steps between changes.
    var interval: Int
    /// c of the density of RAD.
    var floor: Double
    /// ε of causal weights, for losses relative to those of the data.
    var causality: Double
    /// Φ of what goes by the name `residual`.
    var potential: ResidualPotential.Kind
    /// p of a power.
    var potentialOrder: Double

    init(_ settings: Settings) {
        sampling = PointSampling(rawValue: settings.text("sampling")) ?? .none
        weights = WeightRule(rawValue: settings.text("weights")) ?? .none
        interval = settings.integer("adapt-every")
        floor = settings.number("sampling-floor")
        causality = settings.number("causality")
        potential = ResidualPotential.Kind(rawValue: settings.text("potential")) ?? .quadratic
        potentialOrder = settings.number("potential-order")
    }

    /// Φ at a step of the training: changes come at set intervals, so that ε does not depend on where a run was resumed.
    func potential(at step: Int) -> ResidualPotential {
        ResidualPotential(potential, order: potentialOrder, changes: step / interval)
    }

    /// Whether anything is changed at all.
    var isActive: Bool { sampling != .none || weights != .none }

    static let schema = [
        SettingDescription(
            "sampling", .choice(PointSampling.allCases.map(\.rawValue), default: "none"),
            meaning: "How points inside are moved to where residuals are large, instead of by grading."),
        SettingDescription(
            "weights", .choice(WeightRule.allCases.map(\.rawValue), default: "none"),
            meaning: "How rows of the least squares are weighted besides."),
        SettingDescription(
            "adapt-every", .integer(range: 1...100_000, default: 50), meaning: "Steps between changes by sampling and weights."),
        SettingDescription(
            "sampling-floor", .number(range: 0...1000, default: 1), meaning: "Part of the density of rad that is even; the residual's is 1."),
        SettingDescription(
            "potential", .choice(ResidualPotential.Kind.allCases.map(\.rawValue), default: "quadratic"),
            meaning: "Function of the residual whose mean 'residual' sampling and weights make small; exponential looks at the largest more and more."),
        SettingDescription(
            "potential-order", .number(range: 1...64, default: 4), meaning: "Exponent of the potential power; 2 is quadratic."),
        SettingDescription(
            "causality", .number(range: 1e-6...1e9, default: 100),
            meaning: "Factor in the exponent of causal weights, for losses relative to those of the data."),
    ]
}

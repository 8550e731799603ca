import Solving

/// What is asked of the solution where cells meet; [f] is the difference of the values from both sides.
package enum InterfaceCondition: String, CaseIterable, Sendable {
    /// [u] = 0.
    case value
    /// u - {{u}} = 0 on both sides with the mean {{u}}: their squares add up to half that of [u] (Jagtap and Karniadakis 2020).
    case average
    /// All derivatives along the normal below the order of the equations.
    case slope
    /// [f·n] = 0 for the flux of every equation (Jagtap, Kharazmi and Karniadakis 2020), and derivatives between value and flux.
    case flux
    /// [F] = 0 for the residual F of every equation (Jagtap and Karniadakis 2020).
    case residual
}

extension InterfaceCondition {
    /// The setting that lists them.
    static let setting = SettingDescription(
        "interface", .choices(InterfaceCondition.allCases.map(\.rawValue), default: ["value", "flux"]),
        meaning: "What does not jump where cells meet.")
}

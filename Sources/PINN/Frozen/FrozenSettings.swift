import Solving

/// The settings of the method, read once.
struct FrozenSettings: Sendable {
    enum Basis: String {
        case auto, windows, fourier
    }

    var tolerance: Double
    var basis: Basis
    var choice: FeatureFunctionSettings
    var windows: Int
    var refines: Bool
    var smallestWindow: Double
    var largestModeCount: Int
    var usesSymmetry: Bool
    var estimates: Bool

    init(_ settings: Settings) {
        tolerance = settings.number("tolerance")
        basis = Basis(rawValue: settings.text("basis")) ?? .auto
        choice = FeatureFunctionSettings(settings)
        windows = settings.integer("windows")
        refines = settings.flag("refine")
        smallestWindow = settings.number("smallest-window")
        largestModeCount = settings.integer("max-modes")
        usesSymmetry = settings.flag("symmetry")
        estimates = settings.flag("error-estimate")
    }
}

extension FrozenBasisSolver {
    public static var schema: [SettingDescription] {
        [
            SettingDescription(
                "tolerance", .number(range: 1e-14...0.1, default: 1e-10),
                meaning: "Relative accuracy asked for: of a time step, and of what the basis leaves out."),
            SettingDescription(
                "basis", .choice(["auto", "windows", "fourier"], default: "auto"),
                meaning: "Functions of space: random features in windows, or Fourier modes (periodic coordinates, and space derivatives "
                    + "of highest order with constant coefficients); auto takes Fourier modes where it can."),
        ] + FeatureFunctionSettings.schema(bandwidth: 0.1...200, cover: "window", chosen: "12 (30 in more than one dimension), or 2 for tanh,") + [
            SettingDescription(
                "windows", .integer(range: 1...1000, default: 1),
                meaning: "Windows along each coordinate to start with."),
            SettingDescription(
                "refine", .flag(default: true),
                meaning: "Whether windows are divided and merged, or modes added, as the solution asks for it."),
            SettingDescription(
                "smallest-window", .number(range: 1e-12...0.5, default: 1e-6),
                meaning: "Shortest window as a fraction of the range; a solution that needs shorter ones is taken to form a jump."),
            SettingDescription(
                "max-modes", .integer(range: 16...200_000, default: 8192),
                meaning: "Most Fourier modes along each coordinate, or unknowns in windows (3000 in more than one dimension), that the program may use."),
            SettingDescription(
                "symmetry", .flag(default: true),
                meaning: "Whether windows cover one half of the range where the problem goes over into itself when mirrored."),
            SettingDescription(
                "error-estimate", .flag(default: true),
                meaning: "Whether a second run with a looser tolerance and other functions estimates the error."),
        ]
    }
}

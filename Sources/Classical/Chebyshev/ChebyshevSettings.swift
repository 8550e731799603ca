import Solving

/// The settings of the method, read once.
struct ChebyshevSettings: Sendable {
    var tolerance: Double
    /// Polynomial degree in every element along each axis, or one for all; nil lets the program choose.
    var degree: [Int]?
    /// Number of elements along each axis, or one for all; nil lets the program choose.
    var elements: [Int]?
    var maximumElements: Int
    var maximumUnknowns: Int
    var estimates: Bool

    init(_ settings: Settings) {
        tolerance = settings.number("tolerance")
        degree = settings.has("degree") ? settings.integers("degree") : nil
        elements = settings.has("elements") ? settings.integers("elements") : nil
        maximumElements = settings.integer("max-elements")
        maximumUnknowns = settings.integer("max-unknowns")
        estimates = settings.flag("error-estimate")
    }

    /// Entry of a list for an axis; a single entry holds for all axes.
    static func entry(_ list: [Int], axis: Int) -> Int { list.count == 1 ? list[0] : list[min(axis, list.count - 1)] }
}

extension ChebyshevSolver {
    public static var schema: [SettingDescription] {
        [
            SettingDescription(
                "tolerance", .number(range: 1e-15...0.1, default: 1e-10),
                meaning: "Relative accuracy asked for; the resolution is raised until the estimate and the coefficient tails are below it."),
            SettingDescription(
                "degree", .integers(range: 2...4000, default: nil),
                meaning: "Polynomial degree in every element (points, on a periodic axis), one number or one an axis; chosen by the program if left out."),
            SettingDescription(
                "elements", .integers(range: 1...1000, default: nil),
                meaning: "Elements along each axis, one number or one an axis; placed by the program if left out."),
            SettingDescription(
                "max-elements", .integer(range: 1...10000, default: 96),
                meaning: "Most elements along an axis that the program may place."),
            SettingDescription(
                "max-unknowns", .integer(range: 100...100_000, default: 6000),
                meaning: "Most unknowns of a system solved with a dense matrix (8 bytes times the square of it in memory)."),
            SettingDescription(
                "error-estimate", .flag(default: true),
                meaning: "Whether a second resolution estimates the error."),
        ] + ChebyshevEvolution.schema
    }
}

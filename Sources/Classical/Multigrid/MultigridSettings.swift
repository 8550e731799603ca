import Solving

/// The settings of the method, read once.
struct MultigridSettings: Sendable {
    var tolerance: Double
    var algebraicTolerance: Double
    /// Cells along each axis, or one number for all; nil lets the program choose.
    var cells: [Int]?
    var maximumUnknowns: Int
    var estimates: Bool

    init(_ settings: Settings) {
        tolerance = settings.number("tolerance")
        algebraicTolerance = settings.number("algebraic-tolerance")
        cells = settings.has("cells") ? settings.integers("cells") : nil
        maximumUnknowns = settings.integer("max-unknowns")
        estimates = settings.flag("error-estimate")
    }
}

extension MultigridSolver {
    public static var schema: [SettingDescription] {
        [
            SettingDescription(
                "tolerance", .number(range: 1e-12...0.5, default: 1e-4),
                meaning: "Relative accuracy asked for: cells are halved until the estimated error is below it."),
            SettingDescription(
                "cells", .integers(range: 4...65536, default: nil),
                meaning: "Cells along each axis, one number or one an axis; chosen by the program from the tolerance if left out."),
            SettingDescription(
                "algebraic-tolerance", .number(range: 1e-14...1e-2, default: 1e-10),
                meaning: "Residual of the discrete equations, relative to norm(A) norm(u) + norm(f), at which a solve ends."),
            SettingDescription(
                "max-unknowns", .integer(range: 100...1_000_000_000, default: 4_200_000),
                meaning: "Most nodes of a grid that the program may choose."),
            SettingDescription(
                "error-estimate", .flag(default: true),
                meaning: "Whether grids of twice and four times the spacing are solved too, to estimate the error."),
        ]
    }
}

import Solving

/// The settings of the method, read once.
struct GaussianProcessSettings: Sendable {
    /// Where equations are collocated.
    enum Sampling: String, CaseIterable, Sendable {
        case grid, gauss, sobol, halton
    }

    var kernel: KernelChoice.Kind?
    /// Lengths of correlation over the ranges of the coordinates; nil learns them.
    var length: Double?
    /// nil lets the program choose.
    var points: Int?
    /// nil lets the program choose.
    var sampling: Sampling?
    var nugget: Double
    var tolerance: Double
    var iterations: Int
    var starts: Int
    var amplitude: DensePosterior.Amplitude
    var hasDeviation: Bool
    /// Bytes that a covariance matrix may take.
    var memory: Int

    init(_ settings: Settings) {
        kernel = KernelChoice.Kind(rawValue: settings.text("kernel"))
        length = settings.has("length") ? settings.number("length") : nil
        points = settings.has("points") ? settings.integer("points") : nil
        sampling = Sampling(rawValue: settings.text("sampling"))
        nugget = settings.number("nugget")
        tolerance = settings.number("tolerance")
        iterations = settings.integer("iterations")
        starts = settings.integer("starts")
        switch settings.text("amplitude") {
        case "evidence": amplitude = .integrated
        case "leave-one-out": amplitude = .leaveOneOut
        default: amplitude = .cautious
        }
        hasDeviation = settings.flag("standard-deviation")
        memory = Int(settings.number("memory") * 1e9)
    }
}

extension GaussianProcessSolver {
    public static var schema: [SettingDescription] {
        [
            SettingDescription(
                "kernel", .choice(["auto"] + KernelChoice.Kind.allCases.map(\.rawValue), default: "auto"),
                meaning: "Covariance function along every coordinate without a period; auto compares the evidences of those smooth enough."),
            SettingDescription(
                "length", .number(range: 1e-4...100, default: nil),
                meaning: "Length of correlation over the range of each coordinate; found by maximising the evidence if left out."),
            SettingDescription(
                "points", .integer(range: 2...20_000, default: nil),
                meaning: "Points inside at which the equations are collocated, about; chosen by the number of coordinates if left out."),
            SettingDescription(
                "sampling", .choice(["auto"] + GaussianProcessSettings.Sampling.allCases.map(\.rawValue), default: "auto"),
                meaning: "How points are spread: equal distances, Gauss points that crowd towards the ends (auto for one coordinate), or scattered (auto for more, and shapes)."),
            SettingDescription(
                "nugget", .number(range: 0...1e-3, default: 1e-13),
                meaning: "Added to the diagonal of the covariance matrix, relative to it; raised tenfold where a factorisation fails."),
            SettingDescription(
                "tolerance", .number(range: 1e-14...0.1, default: 1e-8),
                meaning: "Relative change of the solution at which Gauss-Newton iterations of a nonlinear problem end."),
            SettingDescription(
                "iterations", .integer(range: 1...500, default: 30), meaning: "Most Gauss-Newton iterations with one kernel."),
            SettingDescription(
                "starts", .integer(range: 1...20, default: 2),
                meaning: "Starts of the search for the lengths with the largest evidence; the first is a quarter of each range, the others are random."),
            SettingDescription(
                "amplitude", .choice(["cautious", "evidence", "leave-one-out"], default: "cautious"),
                meaning: "What the variance of the process is taken from: an inverse gamma prior integrated out, leave-one-out errors, or the larger."),
            SettingDescription(
                "standard-deviation", .flag(default: true), meaning: "Whether the posterior standard deviation is computed on the output grid."),
            SettingDescription(
                "memory", .number(range: 0.001...1000, default: 8), unit: "GB", meaning: "Most memory the covariance matrix may take."),
        ] + gridSchema
    }
}

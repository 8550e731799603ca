extension ColorMap {
    /// Dark violet over blue, teal and green to yellow: for values of one sign or any range.
    public static let sequential = ColorMap(
        sequential: "sequential",
        through: [
            (0.24, 0.105, 305), (0.36, 0.125, 285), (0.48, 0.115, 252), (0.59, 0.098, 212), (0.69, 0.115, 172),
            (0.80, 0.155, 138), (0.93, 0.175, 107),
        ])

    /// Blue over white to red, alike in lightness on both sides: for values around zero.
    public static let diverging = ColorMap(
        diverging: "diverging", low: [(0.36, 0.13, 262), (0.60, 0.135, 253), (0.82, 0.07, 246)],
        high: [(0.36, 0.13, 22), (0.60, 0.155, 32), (0.82, 0.085, 44)], middle: 0.975)

    /// Black over red and orange to pale yellow: for magnitudes of errors.
    public static let error = ColorMap(
        sequential: "error",
        through: [
            (0.17, 0.05, -60), (0.30, 0.115, -15), (0.46, 0.165, 18), (0.60, 0.180, 36), (0.74, 0.155, 62),
            (0.86, 0.145, 88), (0.96, 0.07, 102),
        ])

    /// Black to white.
    public static let gray = ColorMap(sequential: "gray", through: [(0.15, 0, 0), (0.55, 0, 0), (0.98, 0, 0)])

    /// All maps, by name.
    public static let all: [ColorMap] = [sequential, diverging, error, gray]

    /// The map of a name, or nil.
    public static func named(_ name: String) -> ColorMap? { all.first { $0.name == name } }
}

/// Settings of an integration in time with collocation in space.
struct EvolutionOptions: Sendable, Hashable {
    enum Integrator: String, Sendable, Hashable {
        case radau, ark
    }

    /// Relative error allowed in a step, and in what the polynomials of an element leave out.
    var tolerance: Double
    /// Points at which equations hold, in each element (or along each axis).
    var points: Int
    /// Elements to start with along a single axis.
    var elements = 1
    /// Whether elements are divided and merged, or points added, as the solution asks for it.
    var adapts: Bool
    var integrator: Integrator
    /// Stages of Radau IIA: 3, 5 or 7.
    var stages: Int
    /// Shortest element as a fraction of the axis.
    var smallestElement: Double
    /// Most unknowns before the solve gives up; dense matrices set a lower limit than banded ones.
    var maximumUnknowns: Int

    /// First step as a fraction of the time range, and the fewest steps between two output times.
    var firstStep = 1e-4
    var stepsPerOutput = 2

    /// More stages pay off when many digits are wanted: their estimate is of order s + 1, their error of order 2s - 1.
    static func stages(tolerance: Double) -> Int { tolerance < 3e-12 ? 7 : tolerance < 3e-5 ? 5 : 3 }

    /// Points in an element that suit a tolerance: about one for each digit and a few more.
    static func points(tolerance: Double) -> Int { 6 + Int((-0.9 * logarithm(tolerance)).rounded()) }

    /// The second, cheaper run from which the error is estimated.
    ///
    /// It must differ from the first in every respect even where output times dictate the steps of both: another order
    /// in time, and a number of points of the other parity, which growth by multiples of four preserves.
    var coarser: EvolutionOptions {
        var options = self
        options.tolerance = min(tolerance * 30, 0.1)
        options.points = points > 6 ? points - 3 : max(points - 1, 2)
        options.stages = stages == 5 ? 7 : 5
        options.firstStep = firstStep * 10
        options.stepsPerOutput = 1
        return options
    }
}

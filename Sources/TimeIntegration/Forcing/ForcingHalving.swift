/// Halves the time range until five values of each interval show what a function does in it.
struct ForcingHalving {
    private let series: [Double]
    private let allowed: Double
    /// How often the range was halved around each of the shortest intervals.
    private(set) var levels: [Int]

    /// Part of the range of a function that may be missed: little enough to see every pulse, much enough not to do what
    /// the error estimate does better once it has seen one.
    private static let share = 0.1

    /// - Parameter levels: halvings that other functions need already.
    init(_ series: [Double], levels: [Int]) {
        self.series = series
        self.levels = levels
        let finite = series.filter(\.isFinite)
        let (least, most) = (finite.min() ?? 0, finite.max() ?? 0)
        // What varies by round-off only is a constant.
        allowed = max(Self.share * (most - least), 1e-10 * max(abs(least), abs(most)))
    }

    mutating func run() {
        halve(first: 0, count: series.count - 1, level: 0)
    }

    private mutating func halve(first: Int, count: Int, level: Int) {
        guard count > ForcingProfile.shortest, !isShown(first, count) else {
            let cells = first / ForcingProfile.shortest..<(first + count) / ForcingProfile.shortest
            for cell in cells where levels[cell] < level { levels[cell] = level }
            return
        }
        halve(first: first, count: count / 2, level: level + 1)
        halve(first: first + count / 2, count: count / 2, level: level + 1)
    }

    /// True if the polynomial through five equidistant values comes near all samples of an interval.
    private func isShown(_ first: Int, _ count: Int) -> Bool {
        // The fixed values of the unknowns may lie outside the domain of a formula.
        guard series[first...first + count].contains(where: \.isFinite) else { return true }
        let quarter = count / 4
        let values = (0...4).map { series[first + $0 * quarter] }
        for offset in 0...count {
            let position = Double(offset) / Double(quarter)
            let (a, b, c, d, e) = (position, position - 1, position - 2, position - 3, position - 4)
            let outer = b * c * d * e / 24 * values[0] + a * b * c * d / 24 * values[4]
            let inner = a * b * d * e / 4 * values[2] - a * c * d * e / 6 * values[1] - a * b * c * e / 6 * values[3]
            // Written so that a value that is not finite counts as not shown.
            guard abs(outer + inner - series[first + offset]) <= allowed else { return false }
        }
        return true
    }
}

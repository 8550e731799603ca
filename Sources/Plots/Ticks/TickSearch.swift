import Foundation

/// The search for labels that are simple, cover the data and are as dense as asked for: the extended Wilkinson algorithm
/// of Talbot, Lin and Hanrahan (2010), without the terms for fonts.
///
/// All labels are whole multiples of a unit of one or two decimal digits, so they print exactly.
struct TickSearch {
    /// Labels (start + k·skip)·digits·10^(exponent − 1) for k in 0..<count; `digits` is ten times the paper's q.
    struct Labeling: Hashable {
        var start: Int
        var skip: Int
        var count: Int
        var digits: Int
        var exponent: Int

        /// The labels in units of 10^(exponent − 1).
        var numerators: [Int] { (0..<count).map { (start + $0 * skip) * digits } }
    }

    private static let preferred = [10, 50, 20, 25, 40, 30]
    private static let (simplicityWeight, coverageWeight, densityWeight, legibilityWeight) = (0.25, 0.2, 0.5, 0.05)

    private let low: Double
    private let high: Double
    private let target: Double
    private var best: Labeling?
    private var bestScore = -2.0

    /// Precondition: `low < high`, of sizes whose squares are finite.
    private init(low: Double, high: Double, target: Int) {
        self.low = low
        self.high = high
        self.target = Double(target)
    }

    /// The best labels for a range, or nil if there are none.
    static func labeling(low: Double, high: Double, target: Int) -> Labeling? {
        var search = TickSearch(low: low, high: high, target: max(target, 2))
        search.run()
        return search.best
    }

    private mutating func run() {
        for skip in 1...20 {
            for (rank, digits) in Self.preferred.enumerated() {
                let simplicity = 1 - Double(rank) / Double(Self.preferred.count - 1) - Double(skip) + 1
                if bound(simplicity, 1, 1) < bestScore { return }
                search(skip: skip, digits: digits, simplicity: simplicity)
            }
        }
    }

    private mutating func search(skip: Int, digits: Int, simplicity: Double) {
        for count in 2...100 {
            let density = Double(count) >= target ? 2 - Double(count - 1) / (target - 1) : 1
            if bound(simplicity, 1, density) < bestScore { return }
            let delta = (high - low) / Double(count + 1) / Double(skip) / (Double(digits) / 10)
            var exponent = Int(log10(delta).rounded(.up))
            while true {
                let step = Double(skip) * Double(digits) / 10 * pow(10, Double(exponent))
                let coverage = largestCoverage(span: step * Double(count - 1))
                if bound(simplicity, coverage, density) < bestScore { break }
                tryStarts(Labeling(start: 0, skip: skip, count: count, digits: digits, exponent: exponent), step, simplicity)
                exponent += 1
            }
        }
    }

    private mutating func tryStarts(_ form: Labeling, _ step: Double, _ simplicity: Double) {
        let first = Int((high / step).rounded(.down)) * form.skip - (form.count - 1) * form.skip
        let last = Int((low / step).rounded(.up)) * form.skip
        guard first <= last else { return }
        for start in first...last {
            let lower = Double(start) * step / Double(form.skip)
            let upper = lower + step * Double(form.count - 1)
            let holdsZero = start % form.skip == 0 && lower <= 0 && upper >= 0
            let score = bound(simplicity - (holdsZero ? 0 : 1), coverage(lower, upper), density(form.count, lower, upper))
            guard score > bestScore else { continue }
            bestScore = score
            best = form
            best?.start = start
        }
    }

    private func bound(_ simplicity: Double, _ coverage: Double, _ density: Double) -> Double {
        Self.simplicityWeight * simplicity + Self.coverageWeight * coverage + Self.densityWeight * density
            + Self.legibilityWeight
    }

    private func coverage(_ lower: Double, _ upper: Double) -> Double {
        let (above, below, unit) = (high - upper, low - lower, 0.1 * (high - low))
        return 1 - 0.5 * (above * above + below * below) / (unit * unit)
    }

    private func largestCoverage(span: Double) -> Double {
        let range = high - low
        guard span > range else { return 1 }
        let half = (span - range) / 2
        return 1 - half * half / (0.01 * range * range)
    }

    private func density(_ count: Int, _ lower: Double, _ upper: Double) -> Double {
        let actual = Double(count - 1) / (upper - lower)
        let wanted = (target - 1) / (max(upper, high) - min(lower, low))
        return 2 - max(actual / wanted, wanted / actual)
    }
}

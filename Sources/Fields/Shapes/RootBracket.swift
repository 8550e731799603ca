/// An interval at whose ends a continuous function has different signs.
struct RootBracket {
    private var (low, lowValue, high, highValue): (Double, Double, Double, Double)

    init(_ low: Double, _ lowValue: Double, _ high: Double, _ highValue: Double) {
        (self.low, self.lowValue, self.high, self.highValue) = (low, lowValue, high, highValue)
    }

    /// A root to round-off of its argument, by the method of Anderson and Björck (1973, BIT 13): false position with
    /// the value at an end that stays reduced; bisection when that stalls.
    func root(_ function: (Double) -> Double) -> Double {
        var (a, fa, b, fb) = (low, lowValue, high, highValue)
        if fa == 0 { return a }
        if fb == 0 { return b }
        for iteration in 0..<200 {
            let gap = abs(b - a)
            if gap <= 2 * max(abs(a), abs(b)).ulp { break }
            // Every fourth step halves, so that no function can make more than some two hundred steps of it.
            var next = iteration % 4 == 3 ? 0.5 * (a + b) : b - fb * (b - a) / (fb - fa)
            if !(next > min(a, b) && next < max(a, b)) { next = 0.5 * (a + b) }
            if next == a || next == b { break }
            let value = function(next)
            if value == 0 || value.isNaN { return next }
            if (value < 0) != (fb < 0) {
                (a, fa) = (b, fb)
            } else {
                let factor = 1 - value / fb
                fa *= factor > 0 ? factor : 0.5
            }
            (b, fb) = (next, value)
        }
        // The ends are neighbours or as good: the last one is the better approximation.
        return b
    }
}

/// Step sizes 2^(rung/2): few enough that the coefficients of each are computed once, exact under halving.
public struct StepLadder: Sendable, Hashable {
    public var rung: Int

    public init(rung: Int) {
        self.rung = rung
    }

    /// The highest rung not above `step`. Precondition: `step` is positive and finite.
    public init(notAbove step: Double) {
        precondition(step > 0 && step.isFinite, "a step must be positive")
        var rung = 2 * Int(step.exponent)
        while StepLadder(rung: rung + 1).step <= step { rung += 1 }
        self.rung = rung
    }

    public var step: Double {
        let isOdd = rung & 1 == 1
        return Double(sign: .plus, exponent: rung >> 1, significand: isOdd ? 2.0.squareRoot() : 1)
    }
}

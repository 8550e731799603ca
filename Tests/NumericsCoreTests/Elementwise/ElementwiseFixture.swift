import NumericsCore

/// High-precision values of a function.
struct ElementwiseFixture {
    let function: Elementwise.Function
    /// Arguments, the nearest doubles to the true values, and what is missing to these in units in the last place.
    let arguments: [Double]
    let values: [Double]
    let rests: [Double]

    /// Largest error allowed, in units in the last place: what was measured on 12 000 points and more, plus a tenth.
    let tolerance: Double

    init(_ function: Elementwise.Function, _ text: String, tolerance: Double) {
        let rows = text.split(separator: "\n").map { $0.split(separator: " ") }
        self.function = function
        self.tolerance = tolerance
        arguments = rows.map { Double(bitPattern: UInt64($0[0], radix: 16)!) }
        values = rows.map { Double(bitPattern: UInt64($0[1], radix: 16)!) }
        rests = rows.map { Double($0[2])! }
    }

    static let all = [
        ElementwiseFixture(.tanh, tanh, tolerance: 2.36),
        ElementwiseFixture(.exp, exp, tolerance: 1.02),
        ElementwiseFixture(.sin, sin, tolerance: 0.82),
        ElementwiseFixture(.cos, cos, tolerance: 0.78),
        ElementwiseFixture(.log, log, tolerance: 0.86),
        ElementwiseFixture(.erf, erf, tolerance: 1.35),
    ]

    /// Error of `result` for argument `index`, in units in the last place of the true value.
    func error(of result: Double, at index: Int) -> Double {
        let value = values[index]
        if result == value { return abs(rests[index]) }
        guard result.isFinite, value.isFinite else { return .infinity }
        return abs((result - value) / value.ulp - rests[index])
    }
}

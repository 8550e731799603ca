import NumericsCore

/// k(z) = exp(-z² / (2 length²)): infinitely smooth, and ill-conditioned on dense points.
public struct SquaredExponential: ScaledFactor {
    public var length: Double

    public init(length: Double) { self.length = length }

    public var name: String { "squared-exponential" }
    public var meanSquareDerivatives: Int? { nil }
    public var parameters: [KernelParameter] { [KernelParameter(.length, name: "length", logarithm: Double.log(length))] }

    public func replacing(logarithms: ArraySlice<Double>) -> any StationaryFactor {
        SquaredExponential(length: Double.exp(logarithms[logarithms.startIndex]))
    }

    public func scratchRows(order: Int) -> Int { order + 1 }

    public func derivatives(
        _ order: Int, at z: UnsafeBufferPointer<Double>, into table: UnsafeMutablePointer<Double>, scratch: UnsafeMutablePointer<Double>
    ) {
        let count = z.count, rate = 1 / (length * length)
        for point in 0..<count { table[point] = -0.5 * rate * z[point] * z[point] }
        FactorTable.exponentiate(table, count)
        // k' = -z k / length², differentiated n times: the recurrence of Hermite's polynomials.
        for n in 0..<order {
            let (next, own) = (table + (n + 1) * count, table + n * count)
            if n == 0 {
                for point in 0..<count { next[point] = -rate * z[point] * own[point] }
            } else {
                let (before, factor) = (table + (n - 1) * count, Double(n))
                for point in 0..<count { next[point] = -rate * (z[point] * own[point] + factor * before[point]) }
            }
        }
    }

    public func parameterDerivatives(
        _ parameter: Int, _ order: Int, at z: UnsafeBufferPointer<Double>, into table: UnsafeMutablePointer<Double>,
        scratch: UnsafeMutablePointer<Double>
    ) {
        derivatives(order + 1, at: z, into: scratch, scratch: scratch)
        scaleDerivatives(order, at: z, higher: scratch, into: table)
    }
}

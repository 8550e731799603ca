import NumericsCore

/// k(z) = exp(-2 sin²(π z / period) / length²): smooth functions with a period (MacKay 1998). The length has no unit.
public struct PeriodicExponential: ScaledFactor {
    public var length: Double
    public var period: Double
    /// Whether evidence may change the period; that of a coordinate is given.
    public var isPeriodFree: Bool

    public init(length: Double, period: Double, isPeriodFree: Bool = false) {
        self.length = length
        self.period = period
        self.isPeriodFree = isPeriodFree
    }

    public var name: String { "periodic" }
    public var meanSquareDerivatives: Int? { nil }
    public var parameters: [KernelParameter] {
        [KernelParameter(.length, name: "length", logarithm: Double.log(length))]
            + (isPeriodFree ? [KernelParameter(.period, name: "period", logarithm: Double.log(period))] : [])
    }

    public func replacing(logarithms: ArraySlice<Double>) -> any StationaryFactor {
        let first = logarithms.startIndex
        return PeriodicExponential(
            length: Double.exp(logarithms[first]), period: isPeriodFree ? Double.exp(logarithms[first + 1]) : period,
            isPeriodFree: isPeriodFree)
    }

    public func scratchRows(order: Int) -> Int { 2 * (order + 1) + 2 }

    private var rate: Double { 2 * .pi / period }

    public func derivatives(
        _ order: Int, at z: UnsafeBufferPointer<Double>, into table: UnsafeMutablePointer<Double>, scratch: UnsafeMutablePointer<Double>
    ) {
        let count = z.count, sharpness = 1 / (length * length)
        // exp(c (cos θ - 1)): cos θ - 1 = -2 sin²(θ/2) without cancellation.
        let half = 0.5 * rate
        for point in 0..<count { table[point] = half * z[point] }
        FactorTable.apply(.sin, table, table, count)
        for point in 0..<count { table[point] = -2 * sharpness * table[point] * table[point] }
        FactorTable.exponentiate(table, count)
        guard order > 0 else { return }
        // k' = c (cos θ)' k, differentiated n times.
        let wave = scratch + 2 * count
        FactorTable.cosine(rate, phase: false, at: z, order, into: wave, scratch: scratch)
        for n in 0..<order {
            let next = table + (n + 1) * count
            next.update(repeating: 0, count: count)
            for j in 0...n {
                let (a, b, factor) = (wave + (j + 1) * count, table + (n - j) * count, sharpness * FactorTable.binomial(n, j))
                for point in 0..<count { next[point] += factor * a[point] * b[point] }
            }
        }
    }

    public func parameterDerivatives(
        _ parameter: Int, _ order: Int, at z: UnsafeBufferPointer<Double>, into table: UnsafeMutablePointer<Double>,
        scratch: UnsafeMutablePointer<Double>
    ) {
        let count = z.count
        if parameter == 1 {
            let higher = scratch + (order + 4) * count
            derivatives(order + 1, at: z, into: higher, scratch: scratch)
            scaleDerivatives(order, at: z, higher: higher, into: table)
            return
        }
        // ∂k/∂log(length) = -2 c (cos θ - 1) k.
        let own = scratch + (order + 3) * count, wave = scratch + 2 * count, factor = -2 / (length * length)
        derivatives(order, at: z, into: own, scratch: scratch)
        FactorTable.cosine(rate, phase: false, at: z, order, into: wave, scratch: scratch)
        for point in 0..<count {
            let half = Double.sin(0.5 * rate * z[point])
            wave[point] = -2 * half * half
        }
        for index in 0..<(order + 1) * count { wave[index] *= factor }
        FactorTable.multiply(wave, own, into: table, order, count)
    }
}

import NumericsCore

/// k(z) = (1 + z² / (2 a length²))^(-a): squared exponentials of many lengths, infinitely smooth.
public struct RationalQuadratic: ScaledFactor {
    public var length: Double
    /// a; the squared exponential as it grows.
    public var exponent: Double

    public init(length: Double, exponent: Double) {
        self.length = length
        self.exponent = exponent
    }

    public var name: String { "rational-quadratic" }
    public var meanSquareDerivatives: Int? { nil }
    public var parameters: [KernelParameter] {
        [
            KernelParameter(.length, name: "length", logarithm: Double.log(length)),
            KernelParameter(.exponent, name: "exponent", logarithm: Double.log(exponent)),
        ]
    }

    public func replacing(logarithms: ArraySlice<Double>) -> any StationaryFactor {
        let first = logarithms.startIndex
        return RationalQuadratic(length: Double.exp(logarithms[first]), exponent: Double.exp(logarithms[first + 1]))
    }

    public func scratchRows(order: Int) -> Int { order + 2 }

    /// w = 1 + z²/(2 a length²) in the first row of `scratch`, and k in that of `table`.
    private func start(_ z: UnsafeBufferPointer<Double>, _ table: UnsafeMutablePointer<Double>, _ base: UnsafeMutablePointer<Double>) {
        let count = z.count, factor = 0.5 / (exponent * length * length), exponent = exponent
        for point in 0..<count { base[point] = 1 + factor * z[point] * z[point] }
        FactorTable.apply(.log, base, table, count)
        for point in 0..<count { table[point] *= -exponent }
        FactorTable.exponentiate(table, count)
    }

    public func derivatives(
        _ order: Int, at z: UnsafeBufferPointer<Double>, into table: UnsafeMutablePointer<Double>, scratch base: UnsafeMutablePointer<Double>
    ) {
        let count = z.count, rate = 1 / (length * length)
        start(z, table, base)
        // w k' = -rate z k, differentiated n times.
        for n in 0..<order {
            let (next, own, before) = (table + (n + 1) * count, table + n * count, table + max(n - 1, 0) * count)
            let linear = rate * (1 + Double(n) / exponent), constant = rate * (Double(n) + Double(n * (n - 1)) / (2 * exponent))
            for point in 0..<count { next[point] = -(linear * z[point] * own[point] + constant * before[point]) / base[point] }
        }
    }

    public func parameterDerivatives(
        _ parameter: Int, _ order: Int, at z: UnsafeBufferPointer<Double>, into table: UnsafeMutablePointer<Double>,
        scratch: UnsafeMutablePointer<Double>
    ) {
        let higher = scratch + z.count
        derivatives(parameter == 0 ? order + 1 : order, at: z, into: higher, scratch: scratch)
        if parameter == 0 {
            scaleDerivatives(order, at: z, higher: higher, into: table)
        } else {
            exponentDerivatives(order, z, higher, scratch, table)
        }
    }

    // The recurrence of the derivatives, differentiated by log a. w depends on a as well: ∂w/∂log a = 1 - w.
    private func exponentDerivatives(
        _ order: Int, _ z: UnsafeBufferPointer<Double>, _ known: UnsafePointer<Double>, _ base: UnsafePointer<Double>,
        _ table: UnsafeMutablePointer<Double>
    ) {
        let count = z.count, rate = 1 / (length * length), exponent = exponent
        for point in 0..<count {
            let excess = base[point] - 1
            table[point] = -exponent * known[point] * (Double.log(onePlus: excess) - excess / base[point])
        }
        for n in 0..<order {
            let before = max(n - 1, 0) * count, own = n * count, next = own + count
            let linear = rate * (1 + Double(n) / exponent), constant = rate * (Double(n) + Double(n * (n - 1)) / (2 * exponent))
            let linearChange = -rate * Double(n) / exponent, constantChange = -rate * Double(n * (n - 1)) / (2 * exponent)
            for point in 0..<count {
                let given = linearChange * z[point] * known[own + point] + constantChange * known[before + point]
                let carried = linear * z[point] * table[own + point] + constant * table[before + point]
                table[next + point] = -(given + carried + (1 - base[point]) * known[next + point]) / base[point]
            }
        }
    }
}

import NumericsCore

/// The Matérn function of half-integer smoothness p + 1/2: p times mean-square differentiable.
///
/// k(z) = P_p(s) e^(-s) with s = α |z|, α = √(2p + 1) / length and P_p(s) = p!/(2p)! Σ_i (p + i)!/(i! (p - i)!) (2 s)^(p-i)
/// (Rasmussen and Williams 2006, eq. 4.16). Derivatives by s are P_{n+1} = P_n' - P_n, with integer coefficients, so that the
/// odd ones vanish at 0 exactly; on z < 0 the odd ones change sign.
public struct Matern: ScaledFactor {
    /// p: the number of mean-square derivatives.
    public let halfInteger: Int
    public var length: Double
    /// [order][power of s], up to `highestOrder`.
    private let coefficients: [[Double]]

    /// Tables reach this order.
    public static let highestOrder = 18

    /// - Parameter halfInteger: p of the smoothness p + 1/2, from 0 (the exponential function) to 8.
    public init(halfInteger: Int, length: Double) {
        precondition((0...8).contains(halfInteger), "smoothness \(halfInteger) + 1/2 of a Matérn function")
        self.halfInteger = halfInteger
        self.length = length
        coefficients = Self.polynomials(halfInteger)
    }

    private init(_ other: Matern, length: Double) {
        halfInteger = other.halfInteger
        coefficients = other.coefficients
        self.length = length
    }

    private static func polynomials(_ p: Int) -> [[Double]] {
        func factorial(_ n: Int) -> Double { (0..<n).reduce(1.0) { $0 * Double($1 + 1) } }
        var current = (0...p).map { power -> Double in
            let i = p - power
            return factorial(p + i) / (factorial(i) * factorial(power)) * Double(1 << power)
        }
        // Whole numbers until the division at the end: what cancels does so without rounding.
        let norm = current[0]
        var all: [[Double]] = []
        for _ in 0...highestOrder {
            all.append(current.map { $0 / norm })
            current = current.indices.map { (($0 + 1 <= p) ? Double($0 + 1) * current[$0 + 1] : 0) - current[$0] }
        }
        return all
    }

    public var name: String { "matern-\(2 * halfInteger + 1)/2" }
    public var meanSquareDerivatives: Int? { halfInteger }
    public var parameters: [KernelParameter] { [KernelParameter(.length, name: "length", logarithm: Double.log(length))] }

    public func replacing(logarithms: ArraySlice<Double>) -> any StationaryFactor {
        Matern(self, length: Double.exp(logarithms[logarithms.startIndex]))
    }

    /// α: the rate of decay.
    var rate: Double { Double(2 * halfInteger + 1).squareRoot() / length }

    public func scratchRows(order: Int) -> Int { order + 3 }

    public func derivatives(
        _ order: Int, at z: UnsafeBufferPointer<Double>, into table: UnsafeMutablePointer<Double>, scratch: UnsafeMutablePointer<Double>
    ) {
        precondition(order <= Self.highestOrder, "derivative \(order) of a Matérn function")
        let count = z.count, rate = rate, (decay, distance) = (scratch, scratch + count)
        for point in 0..<count {
            distance[point] = rate * abs(z[point])
            decay[point] = -distance[point]
        }
        FactorTable.exponentiate(decay, count)
        var power = 1.0
        for n in 0...order {
            polynomial(n, distance, table + n * count, count)
            let target = table + n * count
            if n % 2 == 0 {
                for point in 0..<count { target[point] *= power * decay[point] }
            } else {
                for point in 0..<count { target[point] *= (z[point] < 0 ? -power : power) * decay[point] }
            }
            power *= rate
        }
    }

    /// P_n(s) by Horner's rule.
    private func polynomial(_ n: Int, _ s: UnsafePointer<Double>, _ target: UnsafeMutablePointer<Double>, _ count: Int) {
        let own = coefficients[n]
        let highest = own[halfInteger]
        for point in 0..<count { target[point] = highest }
        for power in stride(from: halfInteger - 1, through: 0, by: -1) {
            let coefficient = own[power]
            for point in 0..<count { target[point] = target[point] * s[point] + coefficient }
        }
    }

    public func parameterDerivatives(
        _ parameter: Int, _ order: Int, at z: UnsafeBufferPointer<Double>, into table: UnsafeMutablePointer<Double>,
        scratch: UnsafeMutablePointer<Double>
    ) {
        let higher = scratch + 2 * z.count
        derivatives(order + 1, at: z, into: higher, scratch: scratch)
        scaleDerivatives(order, at: z, higher: higher, into: table)
    }
}

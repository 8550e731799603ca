import NumericsCore

/// Series in memory of the caller, and functions of them.
///
/// A series is taken from the memory by its number; nothing is allocated.
struct TaylorArena {
    typealias Series = UnsafeMutablePointer<Double>

    let algebra: TaylorAlgebra
    let lanes: Int
    private let memory: UnsafeMutablePointer<Double>
    private let scratch: Series
    private let argument: Series
    private let coefficients: UnsafeMutablePointer<Double>

    /// Series that functions work in, before those that are numbered.
    static let ownSeries = 2

    /// Numbers of one lane that `series` series need.
    static func size(_ algebra: TaylorAlgebra, series: Int) -> Int { (series + ownSeries) * algebra.count + algebra.order + 1 }

    init(_ algebra: TaylorAlgebra, lanes: Int, memory: UnsafeMutablePointer<Double>) {
        self.algebra = algebra
        self.lanes = lanes
        let size = algebra.count * lanes
        (scratch, argument) = (memory, memory + size)
        coefficients = memory + 2 * size
        self.memory = memory + 2 * size + (algebra.order + 1) * lanes
    }

    func series(_ number: Int) -> Series { memory + number * algebra.count * lanes }

    func copy(_ source: Series, to target: Series) { target.update(from: source, count: algebra.count * lanes) }

    /// target = factor · source + constant
    func affine(_ source: Series, times factor: Double, plus constant: Double, into target: Series) {
        for index in 0..<algebra.count * lanes { target[index] = factor * source[index] }
        for lane in 0..<lanes { target[lane] += constant }
    }

    func add(_ source: Series, times factor: Double = 1, to target: Series) {
        for index in 0..<algebra.count * lanes { target[index] += factor * source[index] }
    }

    /// target = left · right; target may be either.
    func multiply(_ left: Series, _ right: Series, into target: Series) {
        algebra.multiply(left, right, into: scratch, lanes)
        copy(scratch, to: target)
    }

    /// target = Σ_k polynomial[k] source^k; other memory than the source.
    func polynomial(_ polynomial: [Double], of source: Series, into target: Series) {
        target.update(repeating: 0, count: algebra.count * lanes)
        for coefficient in polynomial.reversed() {
            algebra.multiply(target, source, into: scratch, lanes)
            copy(scratch, to: target)
            for lane in 0..<lanes { target[lane] += coefficient }
        }
    }

    func exponential(_ source: Series, into target: Series) {
        compose(source, into: target) { value, k, before in k == 0 ? Double.exp(value) : before.0 / Double(k) }
    }

    /// target = source^power; zero where the source is below `floor`.
    func power(_ power: Double, _ source: Series, into target: Series, floor: Double = 0) {
        compose(source, into: target) { value, k, before in
            guard value > floor else { return 0 }
            return k == 0 ? Double.pow(value, power) : before.0 * (power - Double(k - 1)) / (Double(k) * value)
        }
    }

    /// target = asin(source), or acos where `isCosine`. The rate y = (1 - x²)^(-1/2) has (k+1)(1-x²) y_{k+1} = (2k+1) x y_k + k y_{k-1}.
    func arcsine(_ source: Series, into target: Series, isCosine: Bool = false) {
        let sign = isCosine ? -1.0 : 1.0
        compose(source, into: target) { value, k, before in
            let rest = (1 - value) * (1 + value)
            switch k {
            case 0: return isCosine ? Double.acos(value) : Double.asin(value)
            case 1: return sign / rest.squareRoot()
            default:
                // y_{k-1} from y_{k-2} and y_{k-3}; the integral divides by k.
                let j = Double(k - 2)
                let first = before.0 * Double(k - 1), second = k > 2 ? before.1 * Double(k - 2) : 0
                return ((2 * j + 1) * value * first + j * second) / ((j + 1) * rest) / Double(k)
            }
        }
    }

    /// target = f(source) with Taylor coefficients given one after the other: of the value, the number k and the two before.
    private func compose(_ source: Series, into target: Series, _ coefficient: (Double, Int, (Double, Double)) -> Double) {
        for lane in 0..<lanes {
            var before = (0.0, 0.0)
            for k in 0...algebra.order {
                let next = coefficient(source[lane], k, before)
                coefficients[k * lanes + lane] = next
                before = (next, before.0)
            }
        }
        copy(source, to: argument)
        algebra.compose(coefficients, argument, into: target, scratch: scratch, lanes)
    }
}

import NumericsCore

/// The covariance of a fully connected network with infinitely many units a layer, at random weights (NNGP, Lee et al. 2018) or as it learns
/// (neural tangent kernel, Jacot et al. 2018). Not stationary.
///
/// K⁰ = s_b² + s_w² x·y/d, K^l = s_b² + s_w² Φ(K^{l-1}(x,x), K^{l-1}(y,y), K^{l-1}(x,y)); T⁰ = K⁰, T^l = K^l + s_w² Φ̇ T^{l-1}. Inputs are
/// measured from the middle of each range in half ranges. Mixed derivatives of any order come from Taylor series in both arguments.
public struct NetworkKernel: CovarianceFunction {
    public let activation: NetworkActivation
    /// Hidden layers.
    public let depth: Int
    /// Whether this is the tangent kernel.
    public let isTangent: Bool
    public var variance: Double
    /// s_w² and s_b².
    public var weightVariance: Double
    public var biasVariance: Double
    /// By coordinate: what is subtracted from inputs, and what they are divided by.
    public let middles: [Double]
    public let halfRanges: [Double]
    private let layer: NetworkLayer
    private let store: TaylorAlgebraStore

    public init(
        _ activation: NetworkActivation, depth: Int, isTangent: Bool = false, variance: Double = 1, weightVariance: Double = 2,
        biasVariance: Double = 1, middles: [Double], halfRanges: [Double]
    ) {
        precondition(depth >= 1 && middles.count == halfRanges.count, "a network of \(depth) layers with \(middles.count) inputs")
        self.activation = activation
        self.depth = depth
        self.isTangent = isTangent
        self.variance = variance
        self.weightVariance = weightVariance
        self.biasVariance = biasVariance
        self.middles = middles
        self.halfRanges = halfRanges
        layer = NetworkLayer(activation)
        store = TaylorAlgebraStore()
    }

    public var name: String { (isTangent ? "ntk-" : "nngp-") + activation.name }
    public var coordinateCount: Int { middles.count }

    /// The tangent kernel holds one more derivative of the activation.
    public var meanSquareDerivatives: [Int?] {
        middles.map { _ in activation.meanSquareDerivatives.map { isTangent ? $0 - 1 : $0 } }
    }

    public var parameters: [KernelParameter] {
        [
            KernelParameter(.variance, name: "variance", logarithm: Double.log(variance)),
            KernelParameter(.weight, name: "weights", logarithm: Double.log(weightVariance)),
            KernelParameter(.weight, name: "biases", logarithm: Double.log(biasVariance)),
        ]
    }

    public func replacing(logarithms: ArraySlice<Double>) -> NetworkKernel {
        var kernel = self
        let values = logarithms.map { Double.exp($0) }
        (kernel.variance, kernel.weightVariance, kernel.biasVariance) = (values[0], values[1], values[2])
        return kernel
    }

    /// Orders in x, in y, and one in the logarithm of a parameter.
    private func algebra(_ left: PointFunctionals, _ right: PointFunctionals) -> TaylorAlgebra {
        store.algebra(below: left.orders.flatMap { alpha in right.orders.map { beta in alpha + beta + [1] } })
    }

    /// Numbered series: a, b, c, the tangent kernel, two for results, one constant, then those that layers work in.
    private static let seriesCount = 8 + NetworkLayer.workSeries

    public func workspaceRows(_ left: PointFunctionals, _ right: PointFunctionals) -> Int {
        TaylorArena.size(algebra(left, right), series: Self.seriesCount)
    }

    public func add(
        _ left: PointFunctionals, _ index: Int, _ right: PointFunctionals, _ columns: Range<Int>, derivativeBy parameter: Int?,
        to row: UnsafeMutablePointer<Double>, workspace: UnsafeMutablePointer<Double>
    ) {
        let dimension = coordinateCount
        // The variance is a factor, by whose logarithm the kernel is its own derivative.
        let isDifferentiated = (parameter ?? 0) > 0
        let arena = TaylorArena(algebra(left, right), lanes: columns.count, memory: workspace)
        fill(left, index, right, columns, parameter ?? 0, arena)
        let kernel = propagate(parameter ?? 0, arena)
        for (leftEntry, alpha) in left.orders.enumerated() {
            for (rightEntry, beta) in right.orders.enumerated() {
                let term = arena.algebra.place(of: alpha + beta + [isDifferentiated ? 1 : 0])!
                let scale = variance * left.coefficients[leftEntry, index] * TaylorAlgebra.factorial(alpha) * TaylorAlgebra.factorial(beta)
                    / (0..<dimension).reduce(1) { $0 * Double.pow(halfRanges[$1], alpha[$1] + beta[$1]) }
                let values = kernel + term * columns.count
                right.coefficients.withUnsafeBufferPointer { coefficients in
                    let own = coefficients.baseAddress! + rightEntry * right.count + columns.lowerBound
                    for column in 0..<columns.count { row[column] += scale * own[column] * values[column] }
                }
            }
        }
    }

    /// K⁰ at (x, x), (y, y) and (x, y), without the factors of weights and biases: x·x/d, y·y/d, x·y/d.
    private func fill(
        _ left: PointFunctionals, _ index: Int, _ right: PointFunctionals, _ columns: Range<Int>, _ parameter: Int, _ arena: TaylorArena
    ) {
        let dimension = coordinateCount, lanes = columns.count, size = arena.algebra.count * lanes
        let (a, b, c) = (arena.series(0), arena.series(1), arena.series(2))
        for series in [a, b, c] { series.update(repeating: 0, count: size) }
        func set(_ series: TaylorArena.Series, _ orders: [(Int, Int)], _ value: (Int) -> Double) {
            var multi = [Int](repeating: 0, count: 2 * dimension + 1)
            for (variable, order) in orders { multi[variable] += order }
            guard let term = arena.algebra.place(of: multi) else { return }
            for lane in 0..<lanes { series[term * lanes + lane] += value(lane) }
        }
        let norm = 1 / Double(dimension)
        for axis in 0..<dimension {
            let x = (left.points[axis, index] - middles[axis]) / halfRanges[axis]
            func y(_ lane: Int) -> Double { (right.points[axis, columns.lowerBound + lane] - middles[axis]) / halfRanges[axis] }
            let other = dimension + axis
            set(a, []) { _ in norm * x * x }
            set(a, [(axis, 1)]) { _ in 2 * norm * x }
            set(a, [(axis, 2)]) { _ in norm }
            set(b, []) { norm * y($0) * y($0) }
            set(b, [(other, 1)]) { 2 * norm * y($0) }
            set(b, [(other, 2)]) { _ in norm }
            set(c, []) { norm * x * y($0) }
            set(c, [(axis, 1)]) { norm * y($0) }
            set(c, [(other, 1)]) { _ in norm * x }
            set(c, [(axis, 1), (other, 1)]) { _ in norm }
        }
        for series in [a, b, c] { weigh(series, parameter, arena) }
    }

    /// series = s_b² + s_w² series, with the derivative by a logarithm in the last variable.
    private func weigh(_ series: TaylorArena.Series, _ parameter: Int, _ arena: TaylorArena, bias: Bool = true) {
        let lanes = arena.lanes
        let last = [Int](repeating: 0, count: 2 * coordinateCount) + [1], place = arena.algebra.place(of: last)!
        if parameter == 1 {
            let factor = arena.series(6)
            factor.update(repeating: 0, count: arena.algebra.count * lanes)
            for lane in 0..<lanes {
                factor[lane] = weightVariance
                factor[place * lanes + lane] = weightVariance
            }
            arena.multiply(series, factor, into: series)
        } else {
            arena.affine(series, times: weightVariance, plus: 0, into: series)
        }
        guard bias else { return }
        for lane in 0..<lanes {
            series[lane] += biasVariance
            if parameter == 2 { series[place * lanes + lane] += biasVariance }
        }
    }

    /// Goes through all layers; returns the series of the kernel.
    private func propagate(_ parameter: Int, _ arena: TaylorArena) -> TaylorArena.Series {
        let (a, b, c, tangent, value, slope) = (
            arena.series(0), arena.series(1), arena.series(2), arena.series(3), arena.series(4), arena.series(5)
        )
        let held = arena.series(7), work = 8
        arena.copy(c, to: tangent)
        for number in 1...depth {
            layer.apply(a, b, c, value: value, slope: isTangent ? slope : nil, arena, work: work)
            arena.copy(value, to: held)
            if isTangent {
                arena.multiply(tangent, slope, into: tangent)
                weigh(tangent, parameter, arena, bias: false)
            }
            if number < depth {
                layer.apply(a, a, a, value: value, slope: nil, arena, work: work)
                arena.copy(value, to: a)
                layer.apply(b, b, b, value: value, slope: nil, arena, work: work)
                arena.copy(value, to: b)
                weigh(a, parameter, arena)
                weigh(b, parameter, arena)
            }
            arena.copy(held, to: c)
            weigh(c, parameter, arena)
            if isTangent { arena.add(c, to: tangent) }
        }
        return isTangent ? tangent : c
    }
}

import Synchronization

/// Truncated power series in several variables, as lists of what is multiplied with what.
///
/// A series holds the Taylor coefficients (derivatives over factorials) of a closed set of multi-indices, [term][lane]; term 0 is the value.
struct TaylorAlgebra: Sendable {
    struct Product: Sendable {
        var target: Int
        var left: Int
        var right: Int
    }

    /// [term][variable]
    let indices: [[Int]]
    /// All pairs of terms whose product is a term, ordered by target.
    let products: [Product]
    /// Highest total order.
    let order: Int
    private let places: [[Int]: Int]

    /// - Parameter highest: multi-indices; all below one of them belong to the set.
    init(below highest: [[Int]]) {
        let all = Set(highest.flatMap { index in
            index.reduce([[]]) { list, order in list.flatMap { head in (0...order).map { head + [$0] } } }
        })
        let sorted = all.sorted { ($0.reduce(0, +), $0.description) < ($1.reduce(0, +), $1.description) }
        indices = sorted
        let places = Dictionary(uniqueKeysWithValues: sorted.enumerated().map { ($0.element, $0.offset) })
        self.places = places
        order = sorted.map { $0.reduce(0, +) }.max() ?? 0
        products = sorted.enumerated().flatMap { target, index in
            sorted.enumerated().compactMap { left, below -> Product? in
                let rest = zip(index, below).map { $0 - $1 }
                guard rest.allSatisfy({ $0 >= 0 }), let right = places[rest] else { return nil }
                return Product(target: target, left: left, right: right)
            }
        }
    }

    var count: Int { indices.count }

    func place(of index: [Int]) -> Int? { places[index] }

    /// Π index!
    static func factorial(_ index: [Int]) -> Double {
        index.reduce(1) { product, order in (0..<order).reduce(product) { $0 * Double($1 + 1) } }
    }

    /// result = left · right; other memory than both.
    func multiply(_ left: UnsafePointer<Double>, _ right: UnsafePointer<Double>, into result: UnsafeMutablePointer<Double>, _ lanes: Int) {
        result.update(repeating: 0, count: count * lanes)
        for product in products {
            let (a, b, c) = (left + product.left * lanes, right + product.right * lanes, result + product.target * lanes)
            for lane in 0..<lanes { c[lane] += a[lane] * b[lane] }
        }
    }

    /// result = Σ_k t_k (series - value)^k by Horner's rule, with Taylor coefficients t [k][lane], k up to `order`.
    ///
    /// `scratch` and `result` are of the size of a series; the value of `series` is set to zero.
    func compose(
        _ coefficients: UnsafePointer<Double>, _ series: UnsafeMutablePointer<Double>, into result: UnsafeMutablePointer<Double>,
        scratch: UnsafeMutablePointer<Double>, _ lanes: Int
    ) {
        series.update(repeating: 0, count: lanes)
        result.update(repeating: 0, count: count * lanes)
        result.update(from: coefficients + order * lanes, count: lanes)
        for k in stride(from: order - 1, through: 0, by: -1) {
            multiply(result, series, into: scratch, lanes)
            result.update(from: scratch, count: count * lanes)
            let own = coefficients + k * lanes
            for lane in 0..<lanes { result[lane] += own[lane] }
        }
    }
}

/// Algebras are made once for each set of derivatives.
final class TaylorAlgebraStore: Sendable {
    private let known = Mutex<[[[Int]]: TaylorAlgebra]>([:])

    func algebra(below highest: [[Int]]) -> TaylorAlgebra {
        known.withLock { table in
            if let algebra = table[highest] { return algebra }
            let algebra = TaylorAlgebra(below: highest)
            table[highest] = algebra
            return algebra
        }
    }
}

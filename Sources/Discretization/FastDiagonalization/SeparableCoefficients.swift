import Expressions
import NumericsCore

/// The coefficients of a linear scalar operator on the residual grid, split into a part for each of two axes.
///
/// L u / w = sum over orders of a_k(x) d^k u/dx^k + b_k(y) d^k u/dy^k with a common weight w: Laplacians in polar
/// coordinates and diffusion varying across one direction have this form.
struct SeparableCoefficients: Sendable {
    /// Coefficient of each order along the two axes at the residual points: [order: values]; order 0 is split between them.
    private(set) var first: [Int: [Double]] = [:]
    private(set) var second: [Int: [Double]] = [:]
    /// The common weight [point], row-major.
    let weight: [Double]

    /// - Parameters:
    ///   - terms: orders along the two axes and values [point] of every coefficient.
    ///   - shape: number of residual points along the two axes.
    init?(_ terms: [(orders: (Int, Int), values: [Double])], shape: (Int, Int)) {
        if terms.contains(where: { $0.orders.0 > 0 && $0.orders.1 > 0 }) { return nil }
        let ones = [Double](repeating: 1, count: shape.0 * shape.1)
        let highest = terms.filter { $0.orders.0 + $0.orders.1 > 0 }.sorted { $0.orders.0 + $0.orders.1 > $1.orders.0 + $1.orders.1 }
        for weight in [ones] + highest.map(\.values) {
            if weight.contains(where: { $0 == 0 || !$0.isFinite }) { continue }
            if let split = Self.split(terms, by: weight, shape) {
                (first, second) = split
                self.weight = weight
                return
            }
        }
        return nil
    }

    private static func split(
        _ terms: [(orders: (Int, Int), values: [Double])], by weight: [Double], _ shape: (Int, Int)
    ) -> (first: [Int: [Double]], second: [Int: [Double]])? {
        var first: [Int: [Double]] = [:]
        var second: [Int: [Double]] = [:]
        for (orders, values) in terms {
            let scaled = zip(values, weight).map { $0 / $1 }
            let largest = scaled.reduce(0) { max($0, abs($1)) }
            let row = (0..<shape.0).map { scaled[$0 * shape.1] }
            let column = (0..<shape.1).map { scaled[$0] - scaled[0] }
            for i in 0..<shape.0 {
                for j in 0..<shape.1 {
                    let expected = orders.1 > 0 ? column[j] + scaled[0] : orders.0 > 0 ? row[i] : row[i] + column[j]
                    // Coefficients come from one program; only rounding may differ from point to point.
                    if !(abs(scaled[i * shape.1 + j] - expected) <= 1e-13 * largest) { return nil }
                }
            }
            if orders.1 > 0 {
                second[orders.1] = column.map { $0 + scaled[0] }
            } else {
                first[orders.0] = row
                if orders.0 == 0 { second[0] = column }
            }
        }
        return (first, second)
    }
}

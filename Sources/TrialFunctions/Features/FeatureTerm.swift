import Foundation
import NumericsCore
import Problems

/// One product in the chain rule of a channel: scales[feature] · f^(order)(z) · Π factors.
struct FeatureTerm: Sendable {
    /// Order of the derivative of f.
    var order: Int
    /// Powers of weights and of half-widths with the numerical coefficient, [feature].
    var scales: [Double]
    /// For coordinates that enter as an angle: powers of a cos + b sin (`isSlope` false) and of its derivative by the angle.
    var factors: [Factor] = []

    struct Factor: Hashable, Sendable {
        /// Place among the embedded coordinates, ascending.
        var slot: Int
        var isSlope: Bool
        var power: Int
    }
}

extension RandomFeatures {
    /// The terms of every channel of a layout, [channel][term].
    ///
    /// z is a sum of functions of single coordinates, so mixed derivatives of z vanish and Faà di Bruno's formula is a product
    /// of Bell polynomials, one for each coordinate.
    func terms(_ layout: JetLayout) -> [[FeatureTerm]] {
        layout.channels.indices.map { channel in
            layout.terms(of: channel).flatMap { part in
                frame.centres.indices.reduce([
                    FeatureTerm(order: 0, scales: [Double](repeating: part.coefficient, count: featureCount))
                ]) { terms, coordinate in differentiated(terms, coordinate, part.derivative[coordinate]) }
            }
        }
    }

    private func differentiated(_ terms: [FeatureTerm], _ coordinate: Int, _ order: Int) -> [FeatureTerm] {
        if order == 0 { return terms }
        let halfWidth = frame.halfWidths[coordinate]
        if !embedded.contains(coordinate) {
            let row = inputRows[coordinate]
            let powers = (0..<featureCount).map { pow(weights[row, $0] / halfWidth, Double(order)) }
            return terms.map { term in
                FeatureTerm(order: term.order + order, scales: zip(term.scales, powers).map { $0 * $1 }, factors: term.factors)
            }
        }
        let slot = embedded.count { $0 < coordinate }
        let scale = pow(Double.pi / halfWidth, Double(order))
        return Self.partitions(order).flatMap { parts in
            let (coefficient, factors) = Self.bell(parts, slot)
            return terms.map { term in
                FeatureTerm(
                    order: term.order + parts.count, scales: term.scales.map { $0 * scale * coefficient },
                    factors: term.factors + factors)
            }
        }
    }

    /// Coefficient and factors of the product of g^(j) over the parts j, where g is a wave of its angle.
    private static func bell(_ parts: [Int], _ slot: Int) -> (coefficient: Double, factors: [FeatureTerm.Factor]) {
        func factorial(_ n: Int) -> Double { (0..<n).reduce(1.0) { $0 * Double($1 + 1) } }
        var coefficient = factorial(parts.reduce(0, +))
        for size in Set(parts) {
            let count = parts.count { $0 == size }
            coefficient /= factorial(count) * pow(factorial(size), Double(count))
        }
        // g'' = -g, so that every derivative is ± g or ± g'.
        for part in parts where part % 4 == 2 || part % 4 == 3 { coefficient = -coefficient }
        let (even, odd) = (parts.count { $0 % 2 == 0 }, parts.count { $0 % 2 == 1 })
        let factors = [
            FeatureTerm.Factor(slot: slot, isSlope: false, power: even), FeatureTerm.Factor(slot: slot, isSlope: true, power: odd),
        ]
        return (coefficient, factors.filter { $0.power > 0 })
    }

    /// All ways to write n as a sum of positive numbers in falling order.
    static func partitions(_ n: Int, largest: Int = .max) -> [[Int]] {
        if n == 0 { return [[]] }
        return (1...min(n, largest)).flatMap { first in partitions(n - first, largest: first).map { [first] + $0 } }
    }
}

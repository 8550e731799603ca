import Expressions
import Problems

extension JetLayout {
    /// One term of Leibniz's rule: channel `target` of f g holds `coefficient` times channel `left` of f times channel `right` of g.
    public struct ProductTerm: Hashable, Sendable {
        public var target: Int
        public var left: Int
        public var right: Int
        public var coefficient: Double
    }

    /// The terms of Leibniz's rule for all channels, ordered by target; sums of derivatives are channels like any other:
    /// (f g)_q = f_q g + f g_q + Σ_j c_j Σ binomial(α_j, β) f_β g_(α_j − β) over 0 < β < α_j.
    public var productTerms: [ProductTerm] {
        channels.indices.flatMap { target -> [ProductTerm] in
            if target == 0 { return [ProductTerm(target: 0, left: 0, right: 0, coefficient: 1)] }
            return [
                ProductTerm(target: target, left: 0, right: target, coefficient: 1),
                ProductTerm(target: target, left: target, right: 0, coefficient: 1),
            ] + mixedTerms(target)
        }
    }

    /// Terms of both factors differentiated.
    private func mixedTerms(_ target: Int) -> [ProductTerm] {
        var coefficients: [[Int]: Double] = [:]
        for term in terms(of: target) {
            for lower in Self.below(term.derivative, strictly: true) where lower.total > 0 {
                let rest = MultiIndex(term.derivative.orders.indices.map { term.derivative[$0] - lower[$0] })
                let factor = term.derivative.orders.indices.reduce(1.0) { $0 * Self.binomial(term.derivative[$1], lower[$1]) }
                coefficients[[places[lower]!, places[rest]!], default: 0] += term.coefficient * factor
            }
        }
        return coefficients.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map {
            ProductTerm(target: target, left: $0.key[0], right: $0.key[1], coefficient: $0.value)
        }
    }

    /// The derivatives that a channel is the sum of.
    public func terms(of channel: Int) -> [JetEntry.Term] {
        switch channels[channel] {
        case .partial(let derivative): [JetEntry.Term(coefficient: 1, derivative: derivative)]
        case .combination(let terms): terms
        }
    }

    private static func binomial(_ n: Int, _ k: Int) -> Double {
        (0..<k).reduce(1.0) { $0 * Double(n - $1) / Double($1 + 1) }
    }
}

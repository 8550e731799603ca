/// How the channels of jets are multiplied: sums over products of channels, as lists.
///
/// A channel is Σ c_j ∂^α_j. By Leibniz' rule (a b)_α = Σ_{β ≤ α} binomial(α, β) a_β b_{α-β}; for a sum of derivatives the terms with β = 0
/// or β = α_j add up to channels of the layout again, so that only derivatives strictly below the α_j need channels of their own.
struct JetRules {
    struct Term {
        var left: Int
        var right: Int
        var coefficient: Double
    }

    struct Row {
        var target: Int
        var terms: [Term]
    }

    private let channels: [JetChannel]
    /// Order of derivatives by s that is carried as well; channel (k, c) has the number k · channels + c.
    private let directionOrder: Int
    private let places: [[Int]: Int]

    init(channels: [JetChannel], directionOrder: Int) {
        self.channels = channels
        self.directionOrder = directionOrder
        let partials = channels.enumerated().filter { $0.element.isPartial }
        places = Dictionary(uniqueKeysWithValues: partials.map { (JetChannel.trimmed($0.element.terms[0].orders), $0.offset) })
        precondition(channels.first?.order == 0, "the first channel of a jet is the value")
    }

    var count: Int { channels.count * (directionOrder + 1) }

    /// Highest order of a channel, derivatives by s included; higher powers of a jet without value vanish there.
    func order(_ channel: Int) -> Int { channels[channel % channels.count].order + channel / channels.count }

    var order: Int { (0..<count).map(order).max() ?? 0 }

    /// a b for all channels.
    func product() -> [Row] {
        (0..<count).map { target in
            let (power, channel) = target.quotientAndRemainder(dividingBy: channels.count)
            let terms = (0...power).flatMap { parts(of: channel, leftPower: $0, rightPower: power - $0) }
            return Row(target: target, terms: Self.merged(terms))
        }
    }

    private func parts(of channel: Int, leftPower: Int, rightPower: Int) -> [Term] {
        let (left, right) = (leftPower * channels.count, rightPower * channels.count)
        let factor = binomial(leftPower + rightPower, leftPower)
        if channel == 0 { return [Term(left: left, right: right, coefficient: factor)] }
        let ends = [
            Term(left: left, right: right + channel, coefficient: factor), Term(left: left + channel, right: right, coefficient: factor),
        ]
        return ends + channels[channel].terms.flatMap { term in
            Self.strictlyBetween(term.orders).map { below in
                let rest = zip(term.orders, below).map { $0 - $1 }
                let ways = zip(term.orders, below).reduce(1) { $0 * binomial($1.0, $1.1) }
                return Term(left: left + place(below), right: right + place(rest), coefficient: factor * ways * term.coefficient)
            }
        }
    }

    private func place(_ orders: [Int]) -> Int {
        guard let place = places[JetChannel.trimmed(orders)] else { preconditionFailure("a jet lacks the derivative \(orders)") }
        return place
    }

    /// h^(k-1) h for a jet without value, where h^(k-1) vanishes in channels of a lower order than k - 1. Descending targets; for
    /// k = 2 all channels but the value, some without terms.
    func power(_ k: Int, of product: [Row]) -> [Row] {
        product.dropFirst().reversed().filter { k == 2 || order($0.target) >= k }.map { row in
            var terms = row.terms.filter { $0.left > 0 && $0.right > 0 && order($0.left) >= k - 1 }
            if k == 2 {
                // Both factors are the same, and one product stands for two.
                terms = Self.merged(terms.map { Term(left: min($0.left, $0.right), right: max($0.left, $0.right), coefficient: $0.coefficient) })
            }
            return Row(target: row.target, terms: terms)
        }
    }

    /// The rule (x, z̄) ↦ ȳ with ⟨z̄, x y⟩ = ⟨ȳ, y⟩.
    func transpose(of product: [Row]) -> [Row] {
        var terms: [[Term]] = Array(repeating: [], count: count)
        for row in product {
            for term in row.terms {
                terms[term.right].append(Term(left: term.left, right: row.target, coefficient: term.coefficient))
            }
        }
        return terms.enumerated().map { Row(target: $0.offset, terms: $0.element) }
    }

    /// One term for each pair of channels.
    private static func merged(_ terms: [Term]) -> [Term] {
        var merged: [Term] = []
        for term in terms {
            if let place = merged.firstIndex(where: { $0.left == term.left && $0.right == term.right }) {
                merged[place].coefficient += term.coefficient
            } else {
                merged.append(term)
            }
        }
        return merged.filter { $0.coefficient != 0 }
    }

    /// All multi-indices below `orders` but the lowest and the highest.
    private static func strictlyBetween(_ orders: [Int]) -> [[Int]] {
        let all = orders.reduce([[]]) { list, order in list.flatMap { index in (0...order).map { index + [$0] } } }
        return all.filter { $0 != orders && $0.contains { $0 > 0 } }
    }

    private func binomial(_ n: Int, _ k: Int) -> Double {
        (0..<k).reduce(1.0) { $0 * Double(n - $1) / Double($1 + 1) }.rounded()
    }
}

/// One channel of a jet: Σ coefficient · derivative, where a derivative is its orders along the coordinates.
public struct JetChannel: Hashable, Sendable {
    public struct Term: Hashable, Sendable {
        public var coefficient: Double
        public var orders: [Int]

        public init(coefficient: Double, orders: [Int]) {
            self.coefficient = coefficient
            self.orders = orders
        }
    }

    public let terms: [Term]
    /// Whether this is one plain derivative, which others may be built from.
    public let isPartial: Bool

    /// A partial derivative; no orders: the value.
    public init(partial orders: [Int]) {
        terms = [Term(coefficient: 1, orders: orders)]
        isPartial = true
    }

    /// A sum of derivatives, none of them the value.
    public init(sum terms: [Term]) {
        precondition(terms.allSatisfy { $0.orders.contains { $0 > 0 } }, "a sum of derivatives that has the value among them")
        self.terms = terms
        isPartial = false
    }

    /// Highest order of its derivatives.
    var order: Int { terms.map { $0.orders.reduce(0, +) }.max() ?? 0 }

    /// Orders without trailing zeros.
    static func trimmed(_ orders: [Int]) -> [Int] { Array(orders.prefix((orders.lastIndex { $0 > 0 } ?? -1) + 1)) }
}

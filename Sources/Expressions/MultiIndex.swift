/// Orders of differentiation, one per coordinate of the problem: `[2, 1]` is u_xxt for coordinates (x, t).
///
/// Trailing zeros are not significant: indices that differ only in them are equal.
public struct MultiIndex: Hashable, Sendable {
    /// Order along each coordinate, without trailing zeros.
    public let orders: [Int]

    /// No differentiation.
    public static let none = MultiIndex([])

    public init(_ orders: [Int]) {
        precondition(orders.allSatisfy { $0 >= 0 }, "negative order of differentiation")
        self.orders = Array(orders.prefix((orders.lastIndex { $0 > 0 } ?? -1) + 1))
    }

    /// Order along coordinate `coordinate`.
    public subscript(coordinate: Int) -> Int { coordinate < orders.count ? orders[coordinate] : 0 }

    /// Sum of all orders.
    public var total: Int { orders.reduce(0, +) }

    /// The index raised by `count` along one coordinate.
    public func raised(along coordinate: Int, by count: Int = 1) -> MultiIndex {
        var raised = orders + Array(repeating: 0, count: max(0, coordinate + 1 - orders.count))
        raised[coordinate] += count
        return MultiIndex(raised)
    }

    /// The index with the order along `coordinate` set to zero.
    public func dropping(_ coordinate: Int) -> MultiIndex {
        MultiIndex(orders.enumerated().map { $0.offset == coordinate ? 0 : $0.element })
    }
}

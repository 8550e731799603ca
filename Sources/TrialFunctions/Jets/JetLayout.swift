import Expressions
import Problems

/// The derivatives that are carried together through a trial function: the value, partial derivatives and sums of them.
///
/// The set of partial derivatives is closed downwards: with u_xxt it holds u_xx, u_xt, u_x, u_t and u, because the chain
/// rule of each needs those below it. A sum of derivatives of the highest orders (a Laplacian) is one channel; the chain rule
/// of its terms needs the derivatives below them, but not the terms themselves (Dangel et al. 2025, "collapsed" Taylor mode).
public struct JetLayout: Hashable, Sendable {
    public enum Channel: Hashable, Sendable {
        case partial(MultiIndex)
        /// Σ coefficient · derivative.
        case combination([JetEntry.Term])
    }

    /// Number of coordinates that are differentiated by.
    public let coordinateCount: Int
    /// All channels: the value first, then partial derivatives by ascending order, then combinations.
    public let channels: [Channel]
    /// Place of each partial derivative among the channels.
    let places: [MultiIndex: Int]

    /// The smallest layout that holds the derivatives and sums asked for.
    public init(coordinateCount: Int, derivatives: some Collection<MultiIndex>, combinations: [[JetEntry.Term]] = []) {
        var closed: Set<MultiIndex> = [.none]
        for derivative in derivatives { closed.formUnion(Self.below(derivative, strictly: false)) }
        for term in combinations.joined() { closed.formUnion(Self.below(term.derivative, strictly: true)) }
        let partials = closed.sorted(by: Self.precedes)
        self.coordinateCount = coordinateCount
        channels = partials.map(Channel.partial) + combinations.map(Channel.combination)
        places = Dictionary(uniqueKeysWithValues: partials.enumerated().map { ($0.element, $0.offset) })
    }

    /// Number of channels.
    public var count: Int { channels.count }

    /// The channel of a partial derivative; nil if the layout does not hold it.
    public func channel(of derivative: MultiIndex) -> Int? { places[derivative] }

    /// The channel of a sum of derivatives; nil if the layout does not hold it.
    public func channel(of combination: [JetEntry.Term]) -> Int? { channels.firstIndex(of: .combination(combination)) }

    /// Highest order of any derivative that occurs.
    public var order: Int {
        channels.reduce(0) { order, channel in
            switch channel {
            case .partial(let derivative): max(order, derivative.total)
            case .combination(let terms): max(order, terms.map(\.derivative.total).max() ?? 0)
            }
        }
    }

    /// All multi-indices that are nowhere above `derivative`.
    static func below(_ derivative: MultiIndex, strictly: Bool) -> [MultiIndex] {
        let all = derivative.orders.enumerated().reduce([MultiIndex.none]) { list, axis in
            list.flatMap { index in (0...axis.element).map { index.raised(along: axis.offset, by: $0) } }
        }
        return strictly ? all.filter { $0 != derivative } : all
    }

    private static func precedes(_ left: MultiIndex, _ right: MultiIndex) -> Bool {
        let (a, b) = ([left.total] + right.orders, [right.total] + left.orders)
        return a.lexicographicallyPrecedes(b)
    }
}

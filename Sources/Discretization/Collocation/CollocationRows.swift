/// What a row of a collocation system demands.
public enum CollocationRowKind: Hashable, Sendable {
    /// An equation of the problem at a residual point.
    case equation(Int)
    /// Continuity of a component, or of one of its derivatives, between elements.
    case interface(component: Int)
    /// A condition on a side at a point of it.
    case condition(Int)
    /// A gauge.
    case gauge(Int)
}

/// Numbers the rows of a system as they are asked for.
///
/// In one dimension rows are sorted along the axis: conditions of the lower end, then equations of an element and the
/// interface above it in turn, then conditions of the upper end. That makes the matrix banded.
struct CollocationRows: Sendable {
    private let layout: CollocationLayout
    private let equationCount: Int
    private let lowerCount: Int
    private var next: Int
    /// What each row demands.
    private(set) var kinds: [CollocationRowKind]

    init(layout: CollocationLayout, equationCount: Int, lowerCount: Int) {
        self.layout = layout
        self.equationCount = equationCount
        self.lowerCount = lowerCount
        let residuals = layout.axes.reduce(1) { $0 * $1.residualCount }
        next = layout.axes.count == 1 ? 0 : equationCount * residuals
        kinds = [CollocationRowKind](repeating: .equation(0), count: layout.count)
    }

    private var isLine: Bool { layout.axes.count == 1 }
    private var points: Int { layout.axes[0].residualPointsPerElement }
    /// Rows an element and its upper interface take, in one dimension.
    private var stride: Int { layout.spaces.reduce(0) { $0 + $1[0].pointsPerElement } }

    /// Rows of an equation at all residual points.
    mutating func equation(_ index: Int) -> [Int] {
        let count = layout.axes.reduce(1) { $0 * $1.residualCount }
        let rows = (0..<count).map { position in
            guard isLine else { return index * count + position }
            return lowerCount + position / points * stride + index * points + position % points
        }
        return mark(rows, .equation(index))
    }

    /// Rows of a slot of conditions with `count` points on one side.
    mutating func condition(_ index: Int, slot: Int, isUpper: Bool, count: Int) -> [Int] {
        guard isLine else { return mark(take(count), .condition(index)) }
        let above = lowerCount + (layout.axes[0].elementCount - 1) * stride + equationCount * points
        return mark([isUpper ? above + slot : slot], .condition(index))
    }

    /// Rows of one continuity condition: `order` counts the conditions of all components at an interface.
    mutating func interface(_ interface: Int, order: Int, component: Int, count: Int) -> [Int] {
        guard isLine else { return mark(take(count), .interface(component: component)) }
        return mark([lowerCount + interface * stride + equationCount * points + order], .interface(component: component))
    }

    /// The row of a gauge.
    mutating func gauge(_ index: Int) -> Int {
        mark([layout.valueCount + index], .gauge(index))[0]
    }

    /// Says which condition holds at a row that several share.
    mutating func relabel(_ row: Int, _ kind: CollocationRowKind) { kinds[row] = kind }

    private mutating func take(_ count: Int) -> [Int] {
        next += count
        return Array(next - count..<next)
    }

    private mutating func mark(_ rows: [Int], _ kind: CollocationRowKind) -> [Int] {
        for row in rows { kinds[row] = kind }
        return rows
    }
}

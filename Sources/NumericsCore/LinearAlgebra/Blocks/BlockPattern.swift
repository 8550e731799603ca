/// Where a matrix of least squares can differ from zero: for strips of its rows the groups of columns that occur in them.
public struct BlockPattern: Hashable, Sendable {
    /// Neighbouring rows with the same columns.
    public struct Strip: Hashable, Sendable {
        public var rows: Range<Int>
        /// Numbers of groups, ascending.
        public var groups: [Int]

        public init(rows: Range<Int>, groups: [Int]) {
            self.rows = rows
            self.groups = groups
        }
    }

    /// Consecutive ranges of columns that cover all of them.
    public let groups: [Range<Int>]
    /// Together all rows, in any order.
    public let strips: [Strip]

    public init(groups: [Range<Int>], strips: [Strip]) {
        self.groups = groups
        self.strips = strips
    }

    public var columnCount: Int { groups.last?.upperBound ?? 0 }
    public var rowCount: Int { strips.map(\.rows.upperBound).max() ?? 0 }

    /// Part of all entries that the blocks hold.
    public var density: Double {
        let held = strips.reduce(0.0) { $0 + Double($1.rows.count * width(of: $1)) }
        return held / Double(max(rowCount * columnCount, 1))
    }

    /// Number of columns of a strip.
    func width(of strip: Strip) -> Int { strip.groups.reduce(0) { $0 + groups[$1].count } }

    /// By group: the first of its columns among those of a strip; nil where it has none.
    func places(in strip: Strip) -> [Int?] {
        var places = [Int?](repeating: nil, count: groups.count)
        var next = 0
        for group in strip.groups {
            places[group] = next
            next += groups[group].count
        }
        return places
    }
}

import NumericsCore
import Solving

/// What ties the coefficients of windows together: continuity where they meet, and the conditions at the ends.
///
/// C a = d(t). With the orthonormal factor Q of Cᵀ, a = Z q + L d, where the columns of Z are those of Q that C does not see and
/// L d is the smallest solution. Z ⊥ L, so the equation for q does not see the rate of d.
struct WindowConstraints {
    /// Z, [coefficient][unknown]
    let free: Tensor<Double>
    /// L, [coefficient][condition with data]
    let lift: Tensor<Double>
    /// The conditions with data, as indices of those given.
    let driven: [Int]
    /// A component that each unknown belongs to.
    let components: [Int]

    struct Row {
        var entries: [Int: Double] = [:]
        var name: String
        /// Index of a condition with data.
        var condition: Int?
    }

    /// Rows of length one that add less than this to the others demand something twice.
    private static let dependence = 1e-9

    /// - Parameters:
    ///   - smoothness: number of derivatives of each component, value included, that are continuous.
    ///   - wraps: whether the last window meets the first.
    ///   - conditions: at the ends of the windows' range.
    /// - Throws: `SolverError.singular` if conditions contradict or repeat each other.
    init(
        _ layout: WindowLayout, smoothness: [Int], wraps: Bool, conditions: [FrozenEquations.SideCondition]
    ) throws(SolverError) {
        var rows = Self.interfaceRows(layout, smoothness, wraps: wraps)
        for (index, condition) in conditions.enumerated() {
            var row = Row(name: condition.name, condition: condition.data.isZero ? nil : index)
            for term in condition.terms {
                row.add(
                    term.coefficient, layout, component: term.component, window: condition.isUpper ? layout.windowCount - 1 : 0,
                    order: term.order, atUpper: condition.isUpper)
            }
            rows.append(row)
        }
        let driven = rows.compactMap(\.condition)
        var freeColumns: [[(row: Int, value: Double)]] = []
        var liftColumns = [[(row: Int, value: Double)]](repeating: [], count: driven.count)
        var components: [Int] = []
        for group in Self.groups(rows, layout) {
            let part = try Self.split(group, rows, layout)
            freeColumns += part.free
            components += part.free.map { _ in group[0] }
            for (condition, column) in part.lift { liftColumns[driven.firstIndex(of: condition)!] = column }
        }
        free = Self.matrix(freeColumns, rowCount: layout.count)
        lift = Self.matrix(liftColumns, rowCount: layout.count)
        self.driven = driven
        self.components = components
    }

    private static func interfaceRows(_ layout: WindowLayout, _ smoothness: [Int], wraps: Bool) -> [Row] {
        var pairs = (1..<max(layout.windowCount, 1)).map { ($0 - 1, $0) }
        if wraps { pairs.append((layout.windowCount - 1, 0)) }
        var rows: [Row] = []
        for (left, right) in pairs {
            for component in 0..<layout.componentCount {
                for order in 0..<smoothness[component] {
                    var row = Row(name: "windows", condition: nil)
                    row.add(1, layout, component: component, window: left, order: order, atUpper: true)
                    row.add(-1, layout, component: component, window: right, order: order, atUpper: false)
                    rows.append(row)
                }
            }
        }
        return rows
    }

    /// Components that conditions couple, each group ascending.
    ///
    /// Groups are solved apart, so that unknowns belong to components and are measured by their sizes.
    private static func groups(_ rows: [Row], _ layout: WindowLayout) -> [[Int]] {
        let each = layout.windowCount * layout.modes.count
        var leader = Array(0..<layout.componentCount)
        for row in rows {
            let found = Set(row.entries.keys.map { leader[$0 / each] })
            guard let first = found.min() else { continue }
            for index in leader.indices where found.contains(leader[index]) { leader[index] = first }
        }
        return Set(leader).sorted().map { first in leader.indices.filter { leader[$0] == first } }
    }

    private typealias Column = [(row: Int, value: Double)]

    /// Columns of Z, and of L by condition, over the coefficients of a group.
    private static func split(
        _ group: [Int], _ rows: [Row], _ layout: WindowLayout
    ) throws(SolverError) -> (free: [Column], lift: [(Int, Column)]) {
        let each = layout.windowCount * layout.modes.count
        let places = group.flatMap { component in component * each..<(component + 1) * each }
        let local = Dictionary(uniqueKeysWithValues: places.enumerated().map { ($0.element, $0.offset) })
        let own = rows.filter { row in row.entries.keys.contains { local[$0] != nil } }
        guard own.count < places.count else {
            throw .singular(what: "the basis: \(own.count) conditions for \(places.count) functions")
        }
        // The columns of the unit matrix complete the orthonormal factor.
        var matrix = Tensor(shape: [places.count, own.count + places.count], repeating: 0.0)
        var lengths: [Double] = []
        for (column, row) in own.enumerated() {
            // In a fixed order: the iteration of a dictionary is not the same twice.
            let length = row.entries.sorted { $0.key < $1.key }.reduce(0) { $0 + $1.value * $1.value }.squareRoot()
            lengths.append(length)
            for (place, value) in row.entries { matrix[local[place]!, column] = value / length }
        }
        for place in places.indices { matrix[place, own.count + place] = 1 }
        guard let factors = try? QRFactorization(matrix) else { throw .singular(what: "the conditions at the ends") }
        let upper = factors.upperFactor
        if let column = own.indices.first(where: { abs(upper[$0, $0]) < dependence }) {
            throw .singular(what: "'\(own[column].name)' repeats or contradicts other conditions")
        }
        let orthogonal = factors.orthogonalFactor
        let free = (own.count..<places.count).map { column in places.indices.map { (places[$0], orthogonal[$0, column]) } }
        let lift = own.indices.filter { own[$0].condition != nil }.map { row -> (Int, Column) in
            // Rᵀ y = e_row / length
            var y = [Double](repeating: 0, count: own.count)
            for index in row..<own.count {
                var value = index == row ? 1 / lengths[row] : 0
                for before in row..<index { value -= upper[before, index] * y[before] }
                y[index] = value / upper[index, index]
            }
            return (own[row].condition!, places.indices.map { place in
                (places[place], (row..<own.count).reduce(0.0) { $0 + orthogonal[place, $1] * y[$1] })
            })
        }
        return (free, lift)
    }

    private static func matrix(_ columns: [Column], rowCount: Int) -> Tensor<Double> {
        var result = Tensor(shape: [rowCount, columns.count], repeating: 0.0)
        for (column, entries) in columns.enumerated() {
            for entry in entries { result[entry.row, column] = entry.value }
        }
        return result
    }
}

extension WindowConstraints.Row {
    mutating func add(
        _ coefficient: Double, _ layout: WindowLayout, component: Int, window: Int, order: Int, atUpper: Bool
    ) {
        let row = atUpper ? layout.modes.ends[order].upper : layout.modes.ends[order].lower
        let scale = coefficient * layout.scale(window, order: order)
        for (mode, value) in row.enumerated() { entries[layout.start(component, window) + mode, default: 0] += scale * value }
    }
}

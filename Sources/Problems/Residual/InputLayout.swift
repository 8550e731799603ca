import Expressions

/// Which row of a residual's input batch holds what; rows are grouped by kind, in the order of the properties below.
public struct InputLayout: Hashable, Sendable {
    /// The symbol of each row.
    public let symbols: [Symbol]
    /// Rows with coordinates, ascending by index.
    public let coordinateRows: Range<Int>
    /// Rows with parameters, ascending by index.
    public let parameterRows: Range<Int>
    /// Rows with jets of the unknowns: by site, component, order and multi-index.
    public let jetRows: Range<Int>
    /// Rows with input fields and their derivatives.
    public let inputRows: Range<Int>
    /// Rows with components of the outward unit normal.
    public let normalRows: Range<Int>
    /// Rows with functionals.
    public let functionalRows: Range<Int>

    private let rows: [Symbol: Int]

    /// Number of rows.
    public var count: Int { symbols.count }

    /// The row of a symbol; nil if the residual does not hold it.
    public func row(of symbol: Symbol) -> Int? { rows[symbol] }

    init(_ symbols: Set<Symbol>) {
        var groups = Array(repeating: [Symbol](), count: 6)
        for symbol in symbols { groups[Self.group(symbol)].append(symbol) }
        let sorted = groups.map { $0.sorted(by: Self.precedes) }
        let ends = sorted.reduce(into: [0]) { $0.append(($0.last ?? 0) + $1.count) }
        self.symbols = sorted.flatMap { $0 }
        coordinateRows = ends[0]..<ends[1]
        parameterRows = ends[1]..<ends[2]
        jetRows = ends[2]..<ends[3]
        inputRows = ends[3]..<ends[4]
        normalRows = ends[4]..<ends[5]
        functionalRows = ends[5]..<ends[6]
        rows = Dictionary(uniqueKeysWithValues: self.symbols.enumerated().map { ($0.element, $0.offset) })
    }

    private static func group(_ symbol: Symbol) -> Int {
        switch symbol {
        case .coordinate: 0
        case .parameter: 1
        case .jet: 2
        case .input: 3
        case .normal: 4
        case .functional, .bound: 5
        }
    }

    private static func precedes(_ left: Symbol, _ right: Symbol) -> Bool {
        sortingKey(left).lexicographicallyPrecedes(sortingKey(right))
    }

    private static func sortingKey(_ symbol: Symbol) -> [Int] {
        switch symbol {
        case .coordinate(let index), .parameter(let index), .normal(let index), .functional(let index): [0, index]
        case .bound(let index): [1, index]
        case .jet(let jet): [jet.site, jet.component, jet.derivative.total] + jet.derivative.orders
        case .input(let index, let derivative): [index, derivative.total] + derivative.orders
        }
    }
}

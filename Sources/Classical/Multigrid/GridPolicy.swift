import Problems

/// Chooses the grids that are solved one after the other, each with half the spacing of the one before.
struct GridPolicy: Sendable {
    let settings: MultigridSettings
    private let isPeriodic: [Bool]
    private let lengths: [Double]
    private let hasShape: Bool

    init(_ problem: Problem, settings: MultigridSettings) {
        self.settings = settings
        let space = problem.spaceIndices.map { problem.coordinates[$0] }
        isPeriodic = space.map(\.isPeriodic)
        lengths = space.map(\.length)
        hasShape = problem.region != nil
    }

    /// Cells asked for along each axis; nil if the program chooses.
    private var asked: [Int]? {
        settings.cells.map { cells in lengths.indices.map { cells.count == 1 ? cells[0] : cells[min($0, cells.count - 1)] } }
    }

    /// The grid of a resolution fixed by the user is the last one.
    var isFixed: Bool { settings.cells != nil }

    /// Cells of the first grid.
    func start() -> [Int] {
        guard let asked else {
            let longest = lengths.max() ?? 1
            // The coarsest grid must still see the shape.
            let most = [32, 16, 8][min(lengths.count, 3) - 1] * (hasShape ? 2 : 1)
            // Cells about as long as wide; powers of two let all coarse grids be built.
            return lengths.map { length in
                var cells = most
                while cells > 4 && Double(cells / 2) >= Double(most) * length / longest { cells /= 2 }
                return cells
            }
        }
        guard settings.estimates else { return asked }
        var cells = asked
        for _ in 0..<2 where cells.allSatisfy({ $0 % 2 == 0 && $0 >= 8 }) { cells = cells.map { $0 / 2 } }
        return cells
    }

    /// The grid after one with these cells; nil at the end.
    func next(_ cells: [Int]) -> [Int]? {
        let finer = cells.map { 2 * $0 }
        if let asked { return zip(finer, asked).allSatisfy { $0 <= $1 } ? finer : nil }
        return nodes(finer) <= settings.maximumUnknowns ? finer : nil
    }

    func nodes(_ cells: [Int]) -> Int {
        zip(cells, isPeriodic).reduce(1) { $0 * ($1.1 ? $1.0 : $1.0 + 1) }
    }
}

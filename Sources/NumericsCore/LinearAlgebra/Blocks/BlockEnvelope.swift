/// An order of groups of unknowns, and the blocks of a symmetric matrix that elimination in this order fills.
///
/// Row by row the blocks from the first coupled one to the diagonal: no others arise (the envelope; Jennings 1966). The order is
/// the given one or that of reverse Cuthill-McKee, whichever needs fewer operations: windows of a lattice are best taken line
/// by line, those of a chain whatever their numbers.
struct BlockEnvelope {
    /// The group at each position.
    let order: [Int]
    /// Size of the group at each position.
    let sizes: [Int]
    /// First unknown of the group at each position, in the original numbering.
    let starts: [Int]
    /// The first position with which each is coupled.
    let first: [Int]
    /// Where a block starts in storage, [position][position - first].
    private let offsets: [[Int]]
    /// Number of entries of all blocks.
    let count: Int

    init(_ pattern: BlockPattern) {
        let count = pattern.groups.count
        var isCoupled = [Bool](repeating: false, count: count * count)
        for strip in pattern.strips {
            for a in strip.groups { for b in strip.groups { isCoupled[a * count + b] = true } }
        }
        let triplets = isCoupled.indices.filter { isCoupled[$0] }.map { SparseMatrix.Triplet($0 / count, $0 % count, 1) }
        let natural = Array(0..<count)
        let levels = ReverseCuthillMcKee.order(SparseMatrix(rows: count, columns: count, triplets: triplets))
        let sizes = pattern.groups.map(\.count)
        let candidates = [natural, levels].map { (order: $0, first: Self.first($0, isCoupled)) }
        let chosen = candidates.min { Self.work($0, sizes) < Self.work($1, sizes) }!
        order = chosen.order
        first = chosen.first
        self.sizes = chosen.order.map { sizes[$0] }
        starts = chosen.order.map { pattern.groups[$0].lowerBound }
        var total = 0
        var offsets: [[Int]] = []
        for row in 0..<count {
            var own: [Int] = []
            for column in chosen.first[row]...row {
                own.append(total)
                total += sizes[chosen.order[row]] * sizes[chosen.order[column]]
            }
            offsets.append(own)
        }
        self.offsets = offsets
        self.count = total
    }

    /// Start of the block [size of row][size of column]. Precondition: `column` lies between the row's first position and the row.
    func offset(_ row: Int, _ column: Int) -> Int { offsets[row][column - first[row]] }

    private static func first(_ order: [Int], _ isCoupled: [Bool]) -> [Int] {
        order.indices.map { row in (0...row).first { isCoupled[order[row] * order.count + order[$0]] } ?? row }
    }

    /// About half the operations of a factorisation.
    private static func work(_ candidate: (order: [Int], first: [Int]), _ sizes: [Int]) -> Double {
        candidate.order.indices.reduce(0) { sum, row in
            let width = (candidate.first[row]...row).reduce(0.0) { $0 + Double(sizes[candidate.order[$1]]) }
            return sum + width * width * Double(sizes[candidate.order[row]])
        }
    }
}

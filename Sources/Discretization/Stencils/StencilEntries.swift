import NumericsCore

/// A matrix on a lattice whose rows all have their entries at the same offsets.
public struct StencilEntries: Sendable {
    /// Offsets of -1, 0 or 1 along each axis [entry][axis]; the first is the node itself.
    public let offsets: [[Int]]
    /// Coefficients [entry][node]; zero where the neighbour does not exist or is not free.
    public var values: Tensor<Double>

    init(offsets: [[Int]], nodes: Int) {
        self.offsets = offsets
        values = Tensor(shape: [offsets.count, nodes], repeating: 0)
    }

    /// The matrix in compressed rows, zeros left out.
    public func sparse(on lattice: Lattice) -> SparseMatrix {
        var triplets: [SparseMatrix.Triplet] = []
        for (entry, offset) in offsets.enumerated() {
            for node in 0..<lattice.count {
                let value = values[entry, node]
                if value != 0, let other = lattice.neighbour(node, offset) { triplets.append(.init(node, other, value)) }
            }
        }
        return SparseMatrix(rows: lattice.count, columns: lattice.count, triplets: triplets)
    }
}

/// Which entry stands for an offset.
struct StencilPattern: Sendable {
    let offsets: [[Int]]
    /// Entry by offset written in base 3; -1 where there is none.
    private let table: [Int]

    /// The nearest neighbours along the axes, and along the diagonals of the pairs of axes given.
    init(dimension: Int, diagonals: [(Int, Int)]) {
        var offsets = [[Int](repeating: 0, count: dimension)]
        for axis in 0..<dimension {
            for step in [-1, 1] { offsets.append((0..<dimension).map { $0 == axis ? step : 0 }) }
        }
        for (first, second) in diagonals {
            for (a, b) in [(-1, -1), (-1, 1), (1, -1), (1, 1)] {
                offsets.append((0..<dimension).map { $0 == first ? a : $0 == second ? b : 0 })
            }
        }
        self.offsets = offsets
        var table = [Int](repeating: -1, count: 27)
        for (entry, offset) in offsets.enumerated() { table[Self.code(offset)] = entry }
        self.table = table
    }

    private static func code(_ offset: [Int]) -> Int { offset.reduce(0) { $0 * 3 + $1 + 1 } }

    func entry(_ offset: [Int]) -> Int { table[Self.code(offset)] }
}

/// The direct solver of the coarsest lattice: banded LU.
///
/// Unknowns that only couple among each other with vanishing row sums (a problem without boundary values) leave a constant
/// undetermined: the right side is freed of its mean there, one unknown is held, and the solution gets mean zero.
final class StencilCoarseSolver: @unchecked Sendable {
    let shape: [Int]
    // Node at each position of the elimination, and the other way round.
    private let order, places: [Int]
    private let isSymmetric: Bool
    private var factorization: BandedLU
    private var band: BandedMatrix
    private var vector: Tensor<Double>
    // Nodes of each part with an undetermined constant.
    private var floating: [[Int]] = []

    init(_ matrix: StencilMatrix) {
        order = StencilCoarseSolver.elimination(matrix)
        var place = [Int](repeating: 0, count: order.count)
        for (position, node) in order.enumerated() { place[node] = position }
        var width = 0
        for offset in matrix.offsets {
            for node in order.indices {
                if let other = matrix.neighbour(of: node, at: offset) { width = max(width, abs(place[node] - place[other])) }
            }
        }
        factorization = BandedLU(order: order.count, lower: width, upper: width)
        band = BandedMatrix(order: order.count, lower: width, upper: width)
        vector = Tensor(shape: [order.count], repeating: 0)
        places = place
        shape = matrix.shape
        isSymmetric = matrix.storage == .symmetric
    }

    /// Factors the coefficients of a matrix of the same lattice.
    func update(_ matrix: StencilMatrix) throws(LinearAlgebraError) {
        band.withUnsafeMutableEntries { $0.update(repeating: 0) }
        var sums = [Double](repeating: 0, count: order.count)
        var sizes = sums
        var parts = DisjointSets(count: order.count)
        matrix.forEachEntry { row, column, value in
            band[places[row], places[column]] += value
            sums[row] += value
            sizes[row] += abs(value)
            if value != 0 { parts.join(row, column) }
        }
        floating = parts.all.filter { part in part.allSatisfy { abs(sums[$0]) <= 1e-10 * sizes[$0] } }
        for part in floating { band[places[part[0]], places[part[0]]] += max(sizes[part[0]], .leastNormalMagnitude) }
        do {
            try factorization.factorize(band)
        } catch .singular(let pivot) {
            throw .singular(pivot: order[pivot])
        }
    }

    /// x = A⁻¹ right, both [node].
    ///
    /// The mean of the right side is removed for symmetric matrices only: others need not have constants on the left.
    func solve(_ right: UnsafePointer<Double>, _ x: UnsafeMutablePointer<Double>) {
        vector.withUnsafeMutableBufferPointer { target in
            for position in order.indices { target[position] = right[order[position]] }
            if isSymmetric { removeMeans(target.baseAddress!) }
        }
        try! factorization.solve(&vector)
        vector.withUnsafeMutableBufferPointer { source in
            removeMeans(source.baseAddress!)
            for position in order.indices { x[order[position]] = source[position] }
        }
    }

    private func removeMeans(_ values: UnsafeMutablePointer<Double>) {
        for part in floating {
            var sum = 0.0
            for node in part { sum += values[places[node]] }
            let mean = sum / Double(part.count)
            for node in part { values[places[node]] -= mean }
        }
    }

    /// The longest axis outermost; a periodic axis is folded, so that its two ends come to lie side by side.
    private static func elimination(_ matrix: StencilMatrix) -> [Int] {
        let shape = matrix.shape
        let strides = shape.indices.map { shape[($0 + 1)...].reduce(1, *) }
        let axes = shape.indices.sorted { (shape[$0], $1) > (shape[$1], $0) }
        return axes.reduce([0]) { nodes, axis in
            let extent = shape[axis]
            let walk = (0..<extent).map { matrix.periodic[axis] ? ($0 % 2 == 0 ? $0 / 2 : extent - 1 - $0 / 2) : $0 }
            return nodes.flatMap { node in walk.map { node + $0 * strides[axis] } }
        }
    }
}

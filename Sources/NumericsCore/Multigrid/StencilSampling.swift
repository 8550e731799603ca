/// Looks at a limited number of rows of a stencil matrix, evenly spread, to judge the whole.
struct StencilSampling {
    private let matrix: StencilMatrix
    private static let lines = 64
    private static let nodesPerFace = 16

    init(_ matrix: StencilMatrix) { self.matrix = matrix }

    /// Mean of the couplings that lead forward and back along each axis, relative to the diagonal, [axis].
    ///
    /// All entries with an offset along the axis count with their sign, which gives the coefficient of the second
    /// difference along it for stencils with corners too.
    var strengths: [Double] {
        let columns = matrix.shape[matrix.shape.count - 1]
        let lineCount = matrix.nodeCount / columns
        let picked = min(lineCount, StencilSampling.lines)
        var result = [Double](repeating: 0, count: matrix.shape.count)
        matrix.coefficients.withUnsafeBufferPointer { values in
            let centre = matrix.centre * matrix.nodeCount
            for (entry, offset) in matrix.offsets.enumerated() where entry != matrix.centre {
                var sum = 0.0
                for index in 0..<picked {
                    let start = index * lineCount / picked * columns
                    for node in start..<start + columns where values[centre + node] != 0 {
                        sum -= values[entry * matrix.nodeCount + node] / values[centre + node]
                    }
                }
                for axis in offset.indices where offset[axis] != 0 { result[axis] += sum }
            }
        }
        return result
    }

    /// Sums of the diagonal over the nodes with even and with odd index along an axis, per node.
    func diagonalSums(axis: Int) -> (even: Double, odd: Double) {
        let inner = matrix.shape[(axis + 1)...].reduce(1, *)
        let extent = matrix.shape[axis]
        var sums = [0.0, 0.0]
        matrix.coefficients.withUnsafeBufferPointer { values in
            let diagonal = values.baseAddress! + matrix.centre * matrix.nodeCount
            for slice in 0..<matrix.nodeCount / inner {
                var sum = 0.0
                for node in slice * inner..<(slice + 1) * inner { sum += abs(diagonal[node]) }
                sums[slice % extent % 2] += sum
            }
        }
        return (sums[0] / Double((extent + 1) / 2), sums[1] / Double(max(extent / 2, 1)))
    }

    /// Whether most nodes of the face at one end of an axis have an excess on the diagonal, as left behind by a
    /// neighbour beyond the face whose value is given.
    func hasGivenValue(axis: Int, side: Int) -> Bool {
        let face = faceNodes(axis: axis, side: side)
        var (given, coupled) = (0, 0)
        for node in face {
            let (sum, inward) = row(node, axis: axis, side: -side)
            guard inward != 0 else { continue }
            coupled += 1
            // A neighbour at the lattice distance leaves an excess as large as the coupling to the other side.
            if sum > 0.5 * abs(inward) { given += 1 }
        }
        return 2 * given > coupled
    }

    private func faceNodes(axis: Int, side: Int) -> [Int] {
        let inner = matrix.shape[(axis + 1)...].reduce(1, *)
        let count = matrix.nodeCount / matrix.shape[axis]
        let place = side < 0 ? 0 : matrix.shape[axis] - 1
        let picked = min(count, StencilSampling.nodesPerFace)
        return (0..<picked).map { pick in
            let index = (2 * pick + 1) * count / (2 * picked)
            return (index / inner * matrix.shape[axis] + place) * inner + index % inner
        }
    }

    /// Sum of a row, and of its couplings to one side along an axis.
    private func row(_ node: Int, axis: Int, side: Int) -> (sum: Double, inward: Double) {
        var (sum, inward) = (0.0, 0.0)
        for (entry, offset) in matrix.offsets.enumerated() {
            let value = matrix.coefficients[entry, node]
            sum += value
            if offset[axis] == side { inward += value }
            guard matrix.storage == .symmetric, entry != matrix.centre else { continue }
            let opposite = offset.map { -$0 }
            guard let other = matrix.neighbour(of: node, at: opposite) else { continue }
            let mirrored = matrix.coefficients[entry, other]
            sum += mirrored
            if opposite[axis] == side { inward += mirrored }
        }
        return (sum, inward)
    }
}

/// Looks at a limited number of rows of a stencil matrix, evenly spread, to judge the whole.
struct StencilSampling {
    private let matrix: StencilMatrix
    private static let lines = 32
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

    /// The part of sampled nodes where the couplings along two axes differ by more than `ratio` from what they do on average.
    func deviation(ratio: Double) -> Double {
        let usual = strengths
        let axes = matrix.shape.indices.filter { matrix.shape[$0] > 1 && usual[$0] > 0 }
        var (deviant, counted) = (0, 0)
        for node in sampledNodes {
            let (own, _) = localCouplings(node)
            let relative = axes.map { own[$0] / usual[$0] }
            guard let weakest = relative.min(), let strongest = relative.max(), strongest > 0 else { continue }
            counted += 1
            if weakest * ratio < strongest { deviant += 1 }
        }
        return counted == 0 ? 0 : Double(deviant) / Double(counted)
    }

    /// The mean over sampled nodes of how one-sided the couplings along their most one-sided axis are: 0 for diffusion alone,
    /// near 1 for a flow with upwind differences that carries much more than diffusion.
    var onesidedness: Double {
        guard matrix.storage == .general else { return 0 }
        var (sum, counted) = (0.0, 0)
        for node in sampledNodes {
            let (own, differences) = localCouplings(node)
            let sides = own.indices.map { own[$0] > 0 ? abs(differences[$0]) / own[$0] : 0 }
            guard own.contains(where: { $0 > 0 }) else { continue }
            sum += sides.max() ?? 0
            counted += 1
        }
        return counted == 0 ? 0 : sum / Double(counted)
    }

    // Nodes on no face, where couplings are missing.
    private var sampledNodes: [Int] {
        let step = max(1, matrix.nodeCount / 4096) | 1
        return stride(from: 0, to: matrix.nodeCount, by: step).filter { node in
            var rest = node
            for extent in matrix.shape.reversed() {
                let index = rest % extent
                rest /= extent
                if extent > 2 && (index == 0 || index == extent - 1) { return false }
            }
            return true
        }
    }

    /// Couplings of a row along each axis, forward and back together, and forward less back; of symmetric storage the stored half.
    private func localCouplings(_ node: Int) -> (sums: [Double], differences: [Double]) {
        var sums = [Double](repeating: 0, count: matrix.shape.count)
        var differences = sums
        for (entry, offset) in matrix.offsets.enumerated() {
            let value = -matrix.coefficients[entry, node]
            for axis in offset.indices where offset[axis] != 0 {
                sums[axis] += value
                differences[axis] += Double(offset[axis]) * value
            }
        }
        return (sums, differences)
    }

    /// Sums of the diagonal over the nodes with even and with odd index along an axis, per node.
    func diagonalSums(axis: Int) -> (even: Double, odd: Double) {
        let inner = matrix.shape[(axis + 1)...].reduce(1, *)
        let extent = matrix.shape[axis]
        var (even, odd) = (0.0, 0.0)
        matrix.coefficients.withUnsafeBufferPointer { values in
            let diagonal = values.baseAddress! + matrix.centre * matrix.nodeCount
            // A slice across the axis is contiguous; along the last axis a whole line is taken and split.
            let length = inner > 1 ? inner : extent
            for slice in 0..<matrix.nodeCount / length {
                let sums = StencilSampling.alternatingSums(diagonal + slice * length, length)
                if inner == 1 {
                    even += sums.even
                    odd += sums.odd
                } else if slice % extent % 2 == 0 {
                    even += sums.even + sums.odd
                } else {
                    odd += sums.even + sums.odd
                }
            }
        }
        return (even / Double((extent + 1) / 2), odd / Double(max(extent / 2, 1)))
    }

    // Eight sums at once: one after the other they would wait for each other.
    private static func alternatingSums(_ values: UnsafePointer<Double>, _ count: Int) -> (even: Double, odd: Double) {
        var sums = SIMD8<Double>(repeating: 0)
        let raw = UnsafeRawPointer(values)
        for block in 0..<count / 8 { sums += raw.loadUnaligned(fromByteOffset: 64 * block, as: SIMD8<Double>.self) }
        for index in count / 8 * 8..<count { sums[index % 8] += values[index] }
        return (sums.evenHalf.sum(), sums.oddHalf.sum())
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

/// Which axes of a lattice are coarsened, and where their coarse nodes begin.
struct StencilCoarsening: Equatable {
    /// Nodes along each axis before and after.
    let fine, coarse: [Int]
    let periodic: [Bool]
    /// Whether each axis is coarsened; fine node 2 I + start is coarse node I.
    let coarsened: [Bool]
    let start: [Int]

    /// Axes whose couplings are weaker than this, relative to the strongest, are left alone: a point smoother does not
    /// smooth along them (semi-coarsening). Coarsening the strong axis alone weakens it by 4, so both ratios stay near 1.
    private static let weakness = 0.35

    /// Chooses from the couplings of a matrix; nil if no axis can be coarsened.
    init?(_ matrix: StencilMatrix) {
        let strengths = StencilSampling(matrix).strengths
        let candidates = matrix.shape.indices.filter { matrix.shape[$0] >= (matrix.periodic[$0] ? 3 : 2) }
        guard let strongest = candidates.map({ strengths[$0] }).max() else { return nil }
        // Without couplings that pull together, as where a mass dominates, no axis is weaker than another.
        let least = strongest > 0 ? StencilCoarsening.weakness * strongest : -Double.infinity
        let chosen = matrix.shape.indices.map { candidates.contains($0) && !(strengths[$0] < least) }
        let first = matrix.shape.indices.map { chosen[$0] ? StencilCoarsening.start(matrix, axis: $0) : 0 }
        fine = matrix.shape
        periodic = matrix.periodic
        coarsened = chosen
        start = first
        coarse = matrix.shape.indices.map {
            chosen[$0] ? (matrix.shape[$0] + 1 - first[$0]) / 2 : matrix.shape[$0]
        }
    }

    // Nodes with much stronger couplings than their neighbours along the axis must not be left out: layers of a good
    // conductor, or what lies between those of a bad one. Otherwise, a node next to a boundary where the value is given is
    // best interpolated between that and its coarse neighbour; at any other end the node itself is best coarse.
    private static func start(_ matrix: StencilMatrix, axis: Int) -> Int {
        guard !matrix.periodic[axis] || matrix.shape[axis] % 2 == 0 else { return 0 }
        let sampling = StencilSampling(matrix)
        let weights = sampling.diagonalSums(axis: axis)
        if weights.odd > dominance * weights.even { return 1 }
        if weights.even > dominance * weights.odd || matrix.periodic[axis] { return 0 }
        let (low, high) = (sampling.hasGivenValue(axis: axis, side: -1), sampling.hasGivenValue(axis: axis, side: 1))
        let isEven = matrix.shape[axis] % 2 == 0
        func score(_ start: Int) -> Int {
            let lowIsFine = start == 1
            let highIsFine = (start == 0) == isEven
            return (low == lowIsFine ? 1 : 0) + (high == highIsFine ? 1 : 0)
        }
        if score(0) == score(1) { return isEven ? 0 : 1 }
        return score(1) > score(0) ? 1 : 0
    }

    private static let dominance = 1.5
}

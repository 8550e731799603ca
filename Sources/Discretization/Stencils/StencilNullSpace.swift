import NumericsCore

/// Constants that a system without given values leaves free: pure Neumann and periodic problems whose equation holds the
/// unknown in derivatives only.
///
/// The balances of all dual cells add up to that of the whole box, whatever the unknown is: the right side has to add up to
/// zero. Small differences of discretisation are spread over the box; one node is then held to make the matrix regular.
struct StencilNullSpace: Sendable {
    /// Part of each dual cell inside the box [node].
    private let shares: Tensor<Double>
    private let total: Double

    /// nil if the matrix is regular.
    init?(_ system: StencilSystem, _ matrix: StencilMatrix) {
        guard system.fixedNodes.isEmpty else { return nil }
        let ones = Tensor(shape: [matrix.nodeCount], repeating: 1.0)
        var sums = ones
        matrix.apply(ones, into: &sums)
        let scale = matrix.diagonal.reduce(0) { max($0, abs($1)) }
        guard sums.elements.allSatisfy({ abs($0) <= 1e-11 * scale }) else { return nil }
        matrix.transposed.apply(ones, into: &sums)
        guard sums.elements.allSatisfy({ abs($0) <= 1e-11 * scale }) else { return nil }
        let lattice = system.lattice
        shares = Tensor((0..<lattice.count).map { node in
            lattice.indices(of: node).enumerated().reduce(1) { $0 * lattice.share($1.offset, $1.element) }
        })
        total = shares.elements.reduce(0, +)
    }

    /// Takes a constant source out of rows so that they add up to zero, and returns it.
    func balance(_ rows: inout Tensor<Double>) -> Double {
        let excess = rows.elements.reduce(0, +) / total
        LinearAlgebra.addScaled(-excess, shares, to: &rows)
        return excess
    }

    /// The right side for the matrix with the first node held: its balance follows from all others.
    func right(_ rows: Tensor<Double>) -> Tensor<Double> {
        var result = rows
        result[0] = 0
        return result
    }

    /// The matrix with the first node held.
    func pinned(_ matrix: StencilMatrix) -> StencilMatrix {
        var result = matrix
        for (entry, offset) in matrix.offsets.enumerated() {
            result[entry, 0] = entry == matrix.centre ? 1 : 0
            guard entry != matrix.centre, let other = matrix.neighbour(of: 0, at: offset),
                let back = matrix.entry(at: offset.map { -$0 })
            else { continue }
            result[back, other] = 0
        }
        return result
    }
}

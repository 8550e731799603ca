import NumericsCore

/// Constants that a system without given values leaves free: pure Neumann and periodic problems whose equation holds the
/// unknown in derivatives only.
///
/// The balances of all dual cells add up to that of the whole box, whatever the unknown is: the right side has to add up to
/// zero. Small differences of discretisation are spread over the box.
struct StencilNullSpace: Sendable {
    /// Part of each dual cell inside the box [node].
    private let shares: Tensor<Double>
    private let total: Double

    /// nil if the matrix is regular.
    init?(_ system: StencilSystem, _ matrix: StencilMatrix) {
        guard system.givesNoValue else { return nil }
        var ones = Tensor(shape: [matrix.nodeCount], repeating: 1.0)
        for node in system.fixedNodes { ones[node] = 0 }
        var sums = ones
        matrix.apply(ones, into: &sums)
        let scale = matrix.diagonal.reduce(0) { max($0, abs($1)) }
        guard sums.elements.allSatisfy({ abs($0) <= 1e-11 * scale }) else { return nil }
        matrix.transposed.apply(ones, into: &sums)
        guard sums.elements.allSatisfy({ abs($0) <= 1e-11 * scale }) else { return nil }
        shares = Tensor((0..<system.count).map(system.volume))
        total = shares.elements.reduce(0, +)
    }

    /// Norm of a constant source of 1 as rows.
    var norm: Double { LinearAlgebra.norm(shares) }

    /// Takes a constant source out of rows so that they add up to zero, and returns it.
    func balance(_ rows: inout Tensor<Double>) -> Double {
        let excess = rows.elements.reduce(0, +) / total
        LinearAlgebra.addScaled(-excess, shares, to: &rows)
        return excess
    }
}

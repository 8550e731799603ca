import Foundation

/// Solves the equations of a lattice by diagonalisation along each axis.
///
/// Constant coefficients on a box separate: A is a sum of one-dimensional operators. Without mixed ends their
/// eigenvectors are sines, cosines or exponentials (fast transforms for any number of points); with mixed ends they
/// are computed once for each axis. A zero eigenvalue, that of constants, is left out of the solution.
struct LatticeDirectSolve: Sendable {
    private var transforms: SpectralDiagonalSolve?
    private var eigenvectors: SeparableSolve?

    init(_ linearOperator: LatticeOperator) {
        let kinds = linearOperator.axes.compactMap(LatticeDirectSolve.kind)
        guard kinds.count == linearOperator.axes.count else {
            eigenvectors = SeparableSolve(linearOperator)
            return
        }
        let symbols = zip(linearOperator.axes, kinds).map { axis, kind in
            // Mode k turns by 2πk/n a cell on a period of n cells and by πk/n between walls; −d²/dx² has 4/h² sin²(half of it).
            let turn = Double.pi / Double(axis.isPeriodic ? axis.cells : 2 * axis.cells)
            return kind.modeNumbers(count: axis.unknowns.count).map { 4 * axis.coupling * pow(sin(turn * $0), 2) }
        }
        transforms = SpectralDiagonalSolve(
            shape: linearOperator.unknownShape, kinds: kinds,
            multiplier: .inverseOfSum(symbols, constant: linearOperator.reaction))
    }

    /// result = A⁻¹ right, both over the unknowns.
    mutating func solve(_ right: Tensor<Double>, into result: inout Tensor<Double>) {
        transforms?.solve(right, into: &result)
        eigenvectors?.solve(right, into: &result)
    }

    private static func kind(_ axis: LatticeOperator.Axis) -> SpectralKind? {
        switch (axis.low, axis.high) {
        case (.periodic, _): .fourier
        case (.value, .value): .trigonometric(.sineI)
        case (.flux, .flux): .trigonometric(.cosineI)
        case (.value, .flux): .trigonometric(.sineIII)
        case (.flux, .value): .trigonometric(.cosineIII)
        default: nil
        }
    }
}

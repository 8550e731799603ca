import NumericsCore

/// A sum of squares in which r is affine in some of the parameters, c, such as the output layer of a network in a linear
/// equation: r = A(α) c + r₀(α).
public protocol SeparableLeastSquares: LeastSquaresObjective {
    /// Positions of c among the parameters; at least one other is left.
    var linearParameters: Range<Int> { get }

    /// A, [linear parameter][row], and r where c is zero, [row]. The values of c in `parameters` do not matter.
    func linearPart(at parameters: Tensor<Double>, offset: inout Tensor<Double>, columns: SharedMatrix)
}

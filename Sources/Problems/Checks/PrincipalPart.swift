import Expressions
import NumericsCore

/// Coefficients a_ij of sum a_ij u_ij in a residual, where they are known functions of the coordinates.
struct PrincipalPart {
    private let problem: Problem
    /// Coefficients [row][column] over the space axes; mixed derivatives are shared out evenly.
    let coefficients: [[Expression]]

    /// Nil if a coefficient depends on anything but coordinates and parameters.
    init?(_ residual: Expression, _ component: Int, _ problem: Problem) {
        self.problem = problem
        let space = problem.spaceIndices
        coefficients = space.map { row in
            space.map { column in
                let derivative = MultiIndex.none.raised(along: row).raised(along: column)
                let whole = residual.derivative(by: .jet(Jet(component: component, derivative: derivative))).simplified()
                return row == column ? whole : whole * Expression.constant(0.5)
            }
        }
        let isKnown = coefficients.joined().allSatisfy { entry in
            !entry.contains { symbol in
                switch symbol {
                case .coordinate, .parameter: false
                default: true
                }
            }
        }
        guard isKnown else { return nil }
    }

    /// The coefficients' values.
    /// - Parameter points: [point][space coordinate].
    /// - Returns: [point][row][column].
    func matrices(at points: Tensor<Double>) -> [[[Double]]] {
        let size = coefficients.count
        let values = PointFormulas(coefficients.flatMap { $0 }, problem: problem).values(at: points)
        return (0..<points.shape[0]).map { point in
            (0..<size).map { row in (0..<size).map { values[row * size + $0, point] } }
        }
    }
}

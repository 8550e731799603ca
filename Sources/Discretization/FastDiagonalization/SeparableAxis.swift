import NumericsCore

/// One axis of a separable operator: its differential part, the elimination of its conditions, and eigenvalues.
///
/// With conditions B (rows of the two ends) and resampling P to the residual points, K = [B; P] is square. Its inverse
/// [L | Z] splits values into a lifting of the boundary data and the values at the residual points: u = L g + Z w, w = P u.
struct SeparableAxis: Sendable {
    /// Lifting L [value][condition]; no columns on a periodic axis.
    let lifting: Tensor<Double>
    /// Prolongation Z [value][residual point].
    let prolongation: Tensor<Double>
    /// Resampling P [residual point][value].
    let resampling: Tensor<Double>
    /// Differential operator A at the residual points [residual point][value].
    let differential: Tensor<Double>
    /// A L [residual point][condition].
    let lifted: Tensor<Double>
    /// A Z [residual point][residual point].
    let reduced: Tensor<Double>
    /// Condition rows B [condition][value].
    let conditions: Tensor<Double>

    init(resampling: Tensor<Double>, differential: Tensor<Double>, conditions: Tensor<Double>) throws(LinearAlgebraError) {
        self.resampling = resampling
        self.differential = differential
        self.conditions = conditions
        let (points, count, given) = (resampling.shape[0], resampling.shape[1], conditions.shape[0])
        let stacked = Tensor(shape: [count, count], elements: conditions.elements + resampling.elements)
        var inverse = LinearAlgebra.identity(count)
        try LUFactorization(stacked).solve(&inverse)
        lifting = SeparableAxis.columns(of: inverse, 0..<given)
        prolongation = SeparableAxis.columns(of: inverse, given..<given + points)
        lifted = given == 0
            ? Tensor(shape: [points, 0], repeating: 0) : LinearAlgebra.multiply(differential, lifting)
        reduced = LinearAlgebra.multiply(differential, prolongation)
    }

    private static func columns(of matrix: Tensor<Double>, _ range: Range<Int>) -> Tensor<Double> {
        let (rows, columns) = (matrix.shape[0], matrix.shape[1])
        var result = Tensor(shape: [rows, range.count], repeating: 0.0)
        matrix.withUnsafeBufferPointer { source in
            result.withUnsafeMutableBufferPointer { target in
                for row in 0..<rows {
                    for (k, column) in range.enumerated() { target[row * range.count + k] = source[row * columns + column] }
                }
            }
        }
        return result
    }
}

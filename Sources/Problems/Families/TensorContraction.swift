import NumericsCore

/// Products of an array with one matrix an axis.
enum TensorContraction {
    /// result[p…] = sum over i… of the product of matrices[a][p_a][i_a] and values[i…].
    ///
    /// - Parameters:
    ///   - values: [i…].
    ///   - matrices: one [p][i] an axis.
    static func apply(_ matrices: [Tensor<Double>], to values: Tensor<Double>) -> Tensor<Double> {
        guard !matrices.isEmpty else { return values }
        var current = values
        for matrix in matrices {
            let count = matrix.shape[1]
            let rest = current.count / max(count, 1)
            // Transposed, so that each axis in turn moves to the end and all are back in place after the last.
            current = LinearAlgebra.multiply(current.reshaped([count, rest]), matrix, transposeA: true, transposeB: true)
        }
        return current.reshaped(matrices.map { $0.shape[0] })
    }
}

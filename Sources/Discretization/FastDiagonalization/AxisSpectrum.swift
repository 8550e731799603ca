import NumericsCore

/// Eigenvalues and eigenvectors of the reduced operator of an axis.
struct AxisSpectrum: Sendable {
    let values: Tensor<Complex<Double>>
    let isReal: Bool
    /// Eigenvectors as columns and their inverse, and the transposes of both; real parts if all are real.
    let vectors: Tensor<Complex<Double>>
    let inverse: Tensor<Complex<Double>>
    let realVectors: Tensor<Double>
    let realInverse: Tensor<Double>

    init(_ matrix: Tensor<Double>) throws(LinearAlgebraError) {
        let eigen = try GeneralEigen(matrix)
        values = eigen.values
        isReal = eigen.allReal
        let order = matrix.shape[0]
        if eigen.allReal {
            realVectors = eigen.vectors.mapped { $0.real }
            var identity = LinearAlgebra.identity(order)
            try LUFactorization(realVectors).solve(&identity)
            realInverse = identity
            vectors = Tensor(shape: [0, 0], repeating: .zero)
            inverse = vectors
        } else {
            vectors = eigen.vectors
            var identity = Tensor(shape: [order, order], repeating: Complex<Double>.zero)
            for i in 0..<order { identity[i, i] = .one }
            try ComplexLUFactorization(vectors).solve(&identity)
            inverse = identity
            realVectors = Tensor(shape: [0, 0], repeating: 0)
            realInverse = realVectors
        }
    }

    var complexVectors: Tensor<Complex<Double>> { isReal ? realVectors.mapped { Complex($0) } : vectors }
    var complexInverse: Tensor<Complex<Double>> { isReal ? realInverse.mapped { Complex($0) } : inverse }
}

extension Tensor {
    /// Every element through a function, shape kept.
    func mapped<Other: TensorElement>(_ transform: (Element) -> Other) -> Tensor<Other> {
        Tensor<Other>(shape: shape, elements: elements.map(transform))
    }
}

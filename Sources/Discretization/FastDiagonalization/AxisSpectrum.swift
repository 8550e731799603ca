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
        if eigen.allReal {
            realVectors = eigen.vectors.mapped { $0.real }
            realInverse = Self.inverse(realVectors)
            vectors = Tensor(shape: [0, 0], repeating: .zero)
            inverse = vectors
        } else {
            vectors = eigen.vectors
            inverse = Self.inverse(vectors)
            realVectors = Tensor(shape: [0, 0], repeating: 0)
            realInverse = realVectors
        }
    }

    /// The inverse, infinite where eigenvectors are dependent to working precision.
    private static func inverse(_ matrix: Tensor<Double>) -> Tensor<Double> {
        var result = LinearAlgebra.identity(matrix.shape[0])
        guard (try? LUFactorization(matrix).solve(&result)) != nil else {
            return Tensor(shape: matrix.shape, repeating: .infinity)
        }
        return result
    }

    private static func inverse(_ matrix: Tensor<Complex<Double>>) -> Tensor<Complex<Double>> {
        var result = LinearAlgebra.identity(matrix.shape[0]).mapped { Complex($0) }
        guard (try? ComplexLUFactorization(matrix).solve(&result)) != nil else {
            return Tensor(shape: matrix.shape, repeating: Complex(.infinity))
        }
        return result
    }

    /// Estimate of the condition of the eigenvectors, from below by at most the order: how far the matrix is from normal.
    var condition: Double {
        let order = Double(values.count)
        let size = isReal
            ? LinearAlgebra.norm(realVectors) * LinearAlgebra.norm(realInverse)
            : LinearAlgebra.norm(vectors) * LinearAlgebra.norm(inverse)
        return size.isFinite ? size / order : .infinity
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

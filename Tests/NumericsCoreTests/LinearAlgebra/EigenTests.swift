import NumericsCore
import XCTest

final class EigenTests: XCTestCase {
    private var symmetric: Tensor<Double> {
        let a = MatrixFixtures.matrix
        return Tensor(shape: [4, 4], elements: (0..<16).map { a[$0 / 4, $0 % 4] + a[$0 % 4, $0 / 4] })
    }

    func testGeneralEigenvaluesAgreeWithNumPyAndVectorsSatisfyTheEquation() throws {
        let eigen = try GeneralEigen(MatrixFixtures.matrix)
        let expected = [
            Complex(-0.9862434613825088, 3.2468803295507787), Complex(-0.9862434613825088, -3.2468803295507787),
            Complex(2.911243461382508, 2.120031316310777), Complex(2.911243461382508, -2.120031316310777),
        ]
        XCTAssertFalse(eigen.allReal)
        // Eigenvalue condition numbers of a few, matrix of norm 7.
        XCTAssertLessThan(MatrixFixtures.largestDifference(eigen.values, Tensor(expected)), 1e-13)
        let a = Tensor(shape: [4, 4], elements: MatrixFixtures.matrix.elements.map { Complex($0) })
        let left = LinearAlgebra.multiply(a, eigen.vectors)
        for row in 0..<4 {
            for index in 0..<4 {
                let difference = left[row, index] - eigen.values[index] * eigen.vectors[row, index]
                XCTAssertLessThan(difference.length, 1e-13)
            }
        }
    }

    func testRealSpectrumOfANonsymmetricMatrix() throws {
        let eigen = try GeneralEigen(Tensor(shape: [3, 3], elements: [1, 5, -2, 0, 2, 7, 0, 0, -3.0]))
        XCTAssertTrue(eigen.allReal)
        // A triangular matrix has its diagonal as spectrum, to rounding.
        XCTAssertEqual(eigen.values.elements.map(\.real).sorted(), [-3, 1, 2])
        XCTAssertEqual(try GeneralEigen(MatrixFixtures.matrix, vectors: false).vectors.count, 0)
    }

    func testSymmetricEigenvaluesAndVectors() throws {
        let eigen = try SymmetricEigen(symmetric)
        let expected = [-5.253423960575029, -1.0895462953998472, 5.436095782189501, 8.606874473785375]
        // Weyl: perturbations of the size eps · norm move eigenvalues by no more.
        XCTAssertLessThan(MatrixFixtures.largestDifference(eigen.values, Tensor(expected)), 1e-13)
        let left = LinearAlgebra.multiply(symmetric, eigen.vectors)
        for row in 0..<4 {
            for index in 0..<4 {
                XCTAssertEqual(left[row, index], eigen.values[index] * eigen.vectors[row, index], accuracy: 1e-13)
            }
        }
    }

    func testSymmetricPencil() throws {
        var mass = LinearAlgebra.symmetricRankK(MatrixFixtures.matrix, transposed: true)
        for index in 0..<4 { mass[index, index] += 1 }
        let eigen = try SymmetricEigen(symmetric, mass: mass)
        let expected = [-0.44869166473885064, -0.07162841921442678, 0.32924804857817797, 0.654170672116585]
        // The mass matrix has condition 50.
        XCTAssertLessThan(MatrixFixtures.largestDifference(eigen.values, Tensor(expected)), 1e-13)
        let gram = LinearAlgebra.multiply(
            eigen.vectors, LinearAlgebra.multiply(mass, eigen.vectors), transposeA: true)
        XCTAssertLessThan(MatrixFixtures.largestDifference(gram, LinearAlgebra.identity(4)), 1e-13)
    }

    func testPencilWithIndefiniteMassIsRefused() {
        let mass = Tensor(shape: [2, 2], elements: [1.0, 0, 0, -1])
        XCTAssertThrowsError(try SymmetricEigen(LinearAlgebra.identity(2), mass: mass)) {
            XCTAssertEqual($0 as? LinearAlgebraError, .notPositiveDefinite(row: 1))
        }
    }
}

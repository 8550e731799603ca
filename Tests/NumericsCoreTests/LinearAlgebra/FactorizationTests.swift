import NumericsCore
import XCTest

final class FactorizationTests: XCTestCase {
    func testCholeskySolvesAndReproducesTheMatrix() throws {
        var a = LinearAlgebra.symmetricRankK(MatrixFixtures.random([12, 9], seed: 1))
        for index in 0..<9 { a[index, index] += 1 }
        let cholesky = try CholeskyFactorization(a)
        let factor = cholesky.lowerFactor
        // Norm about 10.
        XCTAssertLessThan(
            MatrixFixtures.largestDifference(LinearAlgebra.multiply(factor, factor, transposeB: true), a), 1e-14)
        for shape in [[9], [9, 3]] {
            let b = MatrixFixtures.random(shape, seed: 2)
            var x = b
            try cholesky.solve(&x)
            XCTAssertLessThan(MatrixFixtures.largestDifference(LinearAlgebra.multiply(a, x), b), 1e-14)
        }
        let determinant = try LUFactorization(a).determinant
        XCTAssertEqual(cholesky.logDeterminant, Double.log(determinant), accuracy: 1e-12)
        XCTAssertGreaterThan(cholesky.reciprocalCondition, 1e-3)
    }

    func testCholeskyReadsTheLowerTriangleAndNamesTheFailingRow() throws {
        let lower = Tensor(shape: [2, 2], elements: [4.0, 99, 2, 5])
        XCTAssertEqual(try CholeskyFactorization(lower).lowerFactor.elements, [2, 0, 1, 2])
        XCTAssertThrowsError(try CholeskyFactorization(Tensor(shape: [2, 2], elements: [1.0, 2, 2, 1]))) {
            XCTAssertEqual($0 as? LinearAlgebraError, .notPositiveDefinite(row: 1))
        }
    }

    func testOrthogonalFactorsReproduceTheMatrix() throws {
        for (shape, pivoting) in [([7, 4], false), ([7, 4], true), ([4, 7], true), ([5, 5], false)] {
            let a = MatrixFixtures.random(shape, seed: 3)
            let qr = try QRFactorization(a, columnPivoting: pivoting)
            let product = LinearAlgebra.multiply(qr.orthogonalFactor, qr.upperFactor)
            for row in 0..<shape[0] {
                for column in 0..<shape[1] {
                    XCTAssertEqual(product[row, column], a[row, qr.columnOrder[column]], accuracy: 5e-15)
                }
            }
            let gram = LinearAlgebra.symmetricRankK(qr.orthogonalFactor)
            XCTAssertLessThan(MatrixFixtures.largestDifference(gram, LinearAlgebra.identity(min(shape[0], shape[1]))), 5e-15)
        }
    }

    func testLeastSquaresAgreesWithNumPy() throws {
        let a = Tensor(shape: [4, 2], elements: [1.0, 2, 3, -1, 0.5, 4, 2, 2])
        for pivoting in [false, true] {
            let fit = try QRFactorization(a, columnPivoting: pivoting).leastSquares(MatrixFixtures.right)
            XCTAssertEqual(fit.values[0], 0.03396226415094349, accuracy: 1e-15)
            XCTAssertEqual(fit.values[1], 0.5532075471698112, accuracy: 1e-15)
            XCTAssertEqual(fit.residualNorms[0], 3.6598793670190926, accuracy: 1e-14)
        }
    }

    func testRankDeficiencyIsSeenWithPivotingAndRefusedWithout() throws {
        // Third column = first + second.
        var a = MatrixFixtures.random([6, 3], seed: 4)
        for row in 0..<6 { a[row, 2] = a[row, 0] + a[row, 1] }
        let b = MatrixFixtures.random([6, 2], seed: 5)
        let qr = try QRFactorization(a, columnPivoting: true)
        XCTAssertEqual(qr.rank(), 2)
        let fit = try qr.leastSquares(b)
        XCTAssertEqual(fit.rank, 2)
        let shortest = try SingularValueDecomposition(a).minimumNormSolution(b)
        // Both minimise, so both give the same A x.
        XCTAssertLessThan(
            MatrixFixtures.largestDifference(
                LinearAlgebra.multiply(a, fit.values), LinearAlgebra.multiply(a, shortest)), 1e-14)
        XCTAssertLessThan(LinearAlgebra.norm(shortest), LinearAlgebra.norm(fit.values))
        XCTAssertThrowsError(try QRFactorization(a).leastSquares(b, relativeTolerance: 1e-12))
    }

    func testSingularValuesAgreeWithNumPyInBothOrientations() throws {
        let a = Tensor(shape: [3, 4], elements: MatrixFixtures.matrix.elements.prefix(12))
        let expected = Tensor([6.160460318246892, 4.353874084960408, 2.6277384039541576])
        for matrix in [a, LinearAlgebra.transpose(a)] {
            let svd = try SingularValueDecomposition(matrix)
            XCTAssertLessThan(MatrixFixtures.largestDifference(svd.values, expected), 1e-14)
            var scaled = svd.rightTransposed
            for row in 0..<3 {
                for column in 0..<matrix.shape[1] { scaled[row, column] *= svd.values[row] }
            }
            XCTAssertLessThan(
                MatrixFixtures.largestDifference(LinearAlgebra.multiply(svd.left, scaled), matrix), 1e-14)
            XCTAssertEqual(svd.rank(), 3)
        }
        XCTAssertEqual(
            try SingularValueDecomposition(a, vectors: false).conditionNumber, 6.160460318246892 / 2.6277384039541576,
            accuracy: 1e-14)
    }

    func testShortestSolutionAgreesWithNumPy() throws {
        let a = Tensor(shape: [2, 4], elements: MatrixFixtures.matrix.elements.prefix(8))
        let x = try SingularValueDecomposition(a).minimumNormSolution(Tensor([1.0, -2]))
        let expected = [-0.35047619047619044, -0.24441904761904767, 0.4719238095238094, 0.40685714285714275]
        XCTAssertLessThan(MatrixFixtures.largestDifference(x, Tensor(expected)), 1e-15)
    }
}

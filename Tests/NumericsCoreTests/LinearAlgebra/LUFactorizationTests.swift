import NumericsCore
import XCTest

final class LUFactorizationTests: XCTestCase {
    func testSolvesAsSciPyDoes() throws {
        let factorization = try LUFactorization(MatrixFixtures.matrix)
        var x = MatrixFixtures.right
        try factorization.solve(&x)
        for (value, expected) in zip(x.elements, MatrixFixtures.solution) {
            XCTAssertEqual(value, expected, accuracy: MatrixFixtures.tolerance)
        }
        var y = MatrixFixtures.right
        try factorization.solve(&y, transposed: true)
        for (value, expected) in zip(y.elements, MatrixFixtures.transposedSolution) {
            XCTAssertEqual(value, expected, accuracy: MatrixFixtures.tolerance)
        }
        XCTAssertEqual(factorization.determinant, 149.346875, accuracy: 1e-11)
    }

    func testManyRightHandSidesAgreeWithSingleOnes() throws {
        // 17 rows and 3 sides: no size is a multiple of a block.
        let a = MatrixFixtures.random([17, 17], seed: 1)
        let b = MatrixFixtures.random([17, 3], seed: 2)
        let factorization = try LUFactorization(a)
        for transposed in [false, true] {
            var all = b
            try factorization.solve(&all, transposed: transposed)
            let product = LinearAlgebra.multiply(a, all, transposeA: transposed)
            // Condition numbers of such matrices are about 1e2: 1e2 · 17 eps.
            XCTAssertLessThan(MatrixFixtures.largestDifference(product, b), 1e-12)
            for side in 0..<3 {
                var one = Tensor((0..<17).map { b[$0, side] })
                try factorization.solve(&one, transposed: transposed)
                for row in 0..<17 { XCTAssertEqual(one[row], all[row, side], accuracy: 1e-12) }
            }
        }
    }

    func testReciprocalConditionIsThatOfTheMaximumNorm() throws {
        let factorization = try LUFactorization(MatrixFixtures.matrix)
        // What scipy.linalg.lapack.dgecon estimates; the exact value is 0.1404, and the estimate never falls below it.
        XCTAssertEqual(factorization.reciprocalCondition, 0.22548029742583223, accuracy: 1e-14)
    }

    func testSingularMatricesNameThePivot() {
        let a = Tensor(shape: [2, 2], elements: [1.0, 2, 2, 4])
        XCTAssertThrowsError(try LUFactorization(a)) {
            XCTAssertEqual($0 as? LinearAlgebraError, .singular(pivot: 1))
        }
    }

    func testWrongShapesAreRefused() throws {
        XCTAssertThrowsError(try LUFactorization(Tensor(shape: [2, 3], repeating: 1)))
        var b = Tensor([1.0, 2])
        XCTAssertThrowsError(try LUFactorization(MatrixFixtures.matrix).solve(&b)) {
            XCTAssertEqual($0 as? LinearAlgebraError, .dimensionMismatch(expected: [4], found: [2]))
        }
    }

    func testStorageIsReusedForAnotherMatrix() throws {
        var factorization = LUFactorization(order: 4)
        try factorization.factorize(LinearAlgebra.identity(4))
        try factorization.factorize(MatrixFixtures.matrix)
        var x = MatrixFixtures.right
        try factorization.solve(&x)
        XCTAssertEqual(x[3], MatrixFixtures.solution[3], accuracy: MatrixFixtures.tolerance)
    }
}

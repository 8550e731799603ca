import NumericsCore
import XCTest

final class SparseMatrixTests: XCTestCase {
    private func fivePoint(_ side: Int) -> SparseMatrix {
        var triplets: [SparseMatrix.Triplet] = []
        for row in 0..<side {
            for column in 0..<side {
                let here = row * side + column
                triplets.append(.init(here, here, 4))
                if row > 0 { triplets += [.init(here, here - side, -1), .init(here - side, here, -1.5)] }
                if column > 0 { triplets += [.init(here, here - 1, -1), .init(here - 1, here, -0.5)] }
            }
        }
        return SparseMatrix(rows: side * side, columns: side * side, triplets: triplets)
    }

    func testTripletsInAnyOrderAreSortedAndAddedUp() {
        let matrix = SparseMatrix(
            rows: 3, columns: 4,
            triplets: [.init(2, 1, 5), .init(0, 3, 1), .init(2, 0, -1), .init(0, 3, 2), .init(0, 0, 7)])
        XCTAssertEqual(matrix.rowStarts, [0, 2, 2, 4])
        XCTAssertEqual(matrix.columns, [0, 3, 0, 1])
        XCTAssertEqual(matrix.values, [7, 3, -1, 5])
        XCTAssertEqual(matrix[0, 3], 3)
        XCTAssertEqual(matrix[1, 1], 0)
        XCTAssertEqual(matrix.transposed.dense, LinearAlgebra.transpose(matrix.dense))
        XCTAssertEqual(matrix.multiply(Tensor([1.0, 2, 3, 4])).elements, [19, 0, 9])
    }

    func testProductsAgreeWithDenseOnes() {
        let matrix = fivePoint(5)
        let x = MatrixFixtures.random([25], seed: 1)
        var y = x
        matrix.multiply(x, alpha: 2, beta: -3, into: &y)
        var expected = x
        LinearAlgebra.multiply(matrix.dense, x, alpha: 2, beta: -3, into: &expected)
        // Six terms of size 8.
        XCTAssertLessThan(MatrixFixtures.largestDifference(y, expected), 1e-14)
        XCTAssertEqual(matrix.diagonal, Array(repeating: 4, count: 25))
    }

    func testDirectSolveOfAScrambledGridStaysInANarrowBand() throws {
        let grid = fivePoint(12)
        // 29 and 144 have no common factor, so this is a permutation, and it destroys the band.
        let scrambled = SparseMatrix(
            rows: 144, columns: 144,
            triplets: (0..<144).flatMap { row in
                (grid.rowStarts[row]..<grid.rowStarts[row + 1]).map {
                    SparseMatrix.Triplet(row * 29 % 144, grid.columns[$0] * 29 % 144, grid.values[$0])
                }
            })
        var factorization = try SparseFactorization(scrambled)
        XCTAssertLessThanOrEqual(factorization.bandwidths.lower, 14)
        XCTAssertLessThanOrEqual(factorization.bandwidths.upper, 14)
        let b = MatrixFixtures.random([144], seed: 2)
        for factor in [1.0, 3.0] {
            var matrix = scrambled
            for index in matrix.values.indices { matrix.values[index] *= factor }
            try factorization.factorize(matrix)
            var x = b
            try factorization.solve(&x)
            // The condition number is below 100.
            XCTAssertLessThan(MatrixFixtures.largestDifference(matrix.multiply(x), b), 1e-13)
        }
    }

    func testUncoupledPartsAndSingularRows() throws {
        let blocks = SparseMatrix(
            rows: 5, columns: 5,
            triplets: [.init(0, 3, 2), .init(3, 0, 1), .init(1, 1, 4), .init(2, 4, 1), .init(4, 2, 8), .init(4, 4, 1)])
        var x = Tensor([2.0, 4, 3, 1, 8])
        try SparseFactorization(blocks).solve(&x)
        XCTAssertEqual(x.elements, [1, 1, 0.625, 1, 3])
        let singular = SparseMatrix(rows: 3, columns: 3, triplets: [.init(0, 0, 1), .init(2, 2, 1)])
        XCTAssertThrowsError(try SparseFactorization(singular)) {
            XCTAssertEqual($0 as? LinearAlgebraError, .singular(pivot: 1))
        }
    }
}

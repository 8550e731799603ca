import NumericsCore
import XCTest

final class BandedMatrixTests: XCTestCase {
    func testBandOfADenseMatrixAndBack() {
        var dense = Tensor(shape: [5, 5], repeating: 0.0)
        for row in 0..<5 {
            for column in max(0, row - 2)..<min(5, row + 2) { dense[row, column] = Double(10 * row + column + 1) }
        }
        let matrix = BandedMatrix(dense)
        XCTAssertEqual([matrix.lower, matrix.upper], [2, 1])
        XCTAssertEqual(matrix.dense, dense)
        XCTAssertEqual(matrix[0, 4], 0)
        XCTAssertEqual(matrix.rows(ofColumn: 4), 3..<5)
    }

    func testProductsAndSumsAgreeWithDenseOnes() {
        var dense = Tensor(shape: [6, 6], repeating: 0.0)
        for row in 0..<6 {
            for column in max(0, row - 1)..<min(6, row + 4) { dense[row, column] = Double(row * row - 3 * column) + 0.5 }
        }
        var matrix = BandedMatrix(dense)
        let x = Tensor([1.0, -2, 3, -4, 5, -6])
        // Sums of small multiples of one half are exact.
        XCTAssertEqual(matrix.multiply(x), LinearAlgebra.multiply(dense, x))
        var y = x
        matrix.multiply(x, transposed: true, alpha: 2, beta: -1, into: &y)
        var expected = x
        LinearAlgebra.multiply(dense, x, transposeA: true, alpha: 2, beta: -1, into: &expected)
        XCTAssertEqual(y, expected)

        matrix.addScaled(2, BandedMatrix(diagonal: [1, 2, 3, 4, 5, 6]))
        for index in 0..<6 { XCTAssertEqual(matrix[index, index], dense[index, index] + 2 * Double(index + 1)) }
        matrix.clear()
        XCTAssertEqual(LinearAlgebra.norm(matrix.dense), 0)
    }
}

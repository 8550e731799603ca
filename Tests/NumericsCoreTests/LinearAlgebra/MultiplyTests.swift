import NumericsCore
import XCTest

final class MultiplyTests: XCTestCase {
    private func plain(_ a: Tensor<Double>, _ b: Tensor<Double>) -> Tensor<Double> {
        var c = Tensor(shape: [a.shape[0], b.shape[1]], repeating: 0.0)
        for row in 0..<a.shape[0] {
            for column in 0..<b.shape[1] {
                for inner in 0..<a.shape[1] { c[row, column] += a[row, inner] * b[inner, column] }
            }
        }
        return c
    }

    func testRectangularProductsInEveryTransposition() {
        let (a, b) = (MatrixFixtures.random([3, 5], seed: 1), MatrixFixtures.random([5, 4], seed: 2))
        let expected = plain(a, b)
        let (at, bt) = (LinearAlgebra.transpose(a), LinearAlgebra.transpose(b))
        // Five products of numbers below 1: a few eps.
        for product in [
            LinearAlgebra.multiply(a, b), LinearAlgebra.multiply(at, b, transposeA: true),
            LinearAlgebra.multiply(a, bt, transposeB: true),
            LinearAlgebra.multiply(at, bt, transposeA: true, transposeB: true),
        ] {
            XCTAssertLessThan(MatrixFixtures.largestDifference(product, expected), 2e-15)
        }
    }

    func testVectorsAndAccumulation() {
        let a = MatrixFixtures.random([3, 5], seed: 3)
        let x = MatrixFixtures.random([5], seed: 4)
        let expected = plain(a, x.reshaped([5, 1])).reshaped([3])
        XCTAssertLessThan(MatrixFixtures.largestDifference(LinearAlgebra.multiply(a, x), expected), 2e-15)
        XCTAssertLessThan(
            MatrixFixtures.largestDifference(
                LinearAlgebra.multiply(LinearAlgebra.transpose(a), x, transposeA: true), expected), 2e-15)
        var c = Tensor([1.0, 2, 3])
        LinearAlgebra.multiply(a, x, alpha: 2, beta: -1, into: &c)
        for row in 0..<3 { XCTAssertEqual(c[row], 2 * expected[row] - Double(row + 1), accuracy: 4e-15) }
    }

    func testSymmetricProductFillsBothTriangles() {
        let a = MatrixFixtures.random([4, 6], seed: 5)
        let at = LinearAlgebra.transpose(a)
        XCTAssertLessThan(MatrixFixtures.largestDifference(LinearAlgebra.symmetricRankK(a), plain(at, a)), 2e-15)
        XCTAssertLessThan(
            MatrixFixtures.largestDifference(LinearAlgebra.symmetricRankK(a, transposed: true), plain(a, at)), 3e-15)
    }

    func testComplexProductsAndAdjoints() {
        let a = Tensor(shape: [2, 3], elements: (0..<6).map { Complex(Double($0), Double(2 - $0)) })
        let x = Tensor([Complex(1.0, 1), Complex(0, -2), Complex(3, 0)])
        var expected = [Complex<Double>.zero, .zero]
        for row in 0..<2 { for column in 0..<3 { expected[row] += a[row, column] * x[column] } }
        XCTAssertEqual(LinearAlgebra.multiply(a, x).elements, expected)
        let y = Tensor([Complex(0.0, 1), Complex(2, 0)])
        let adjoint = LinearAlgebra.multiply(a, y, adjointA: true)
        for column in 0..<3 {
            XCTAssertEqual(adjoint[column], a[0, column].conjugate * y[0] + a[1, column].conjugate * y[1])
        }
        // <A x, y> = <x, A* y>: small integers, so exactly.
        XCTAssertEqual(LinearAlgebra.dot(LinearAlgebra.multiply(a, x), y), LinearAlgebra.dot(x, adjoint))
    }

    func testVectorOperations() {
        let a = Tensor(shape: [2, 2], elements: [3.0, 0, 4, 0])
        XCTAssertEqual(LinearAlgebra.norm(a), 5)
        XCTAssertEqual(LinearAlgebra.dot(a, a), 25)
        var b = a
        LinearAlgebra.addScaled(-2, a, to: &b)
        XCTAssertEqual(b.elements, [-3, 0, -4, 0])
        XCTAssertEqual(a.elements, [3, 0, 4, 0])
        LinearAlgebra.scale(0.5, &b)
        XCTAssertEqual(b.elements, [-1.5, 0, -2, 0])
        // Squares of these overflow; the norm does not.
        XCTAssertEqual(LinearAlgebra.norm(Tensor([3e200, 4e200])), 5e200, accuracy: 1e186)
    }
}

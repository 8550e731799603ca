import NumericsCore
import XCTest

final class SharedMatrixTests: XCTestCase {
    func testProductsAreThoseOfTensorsForAnyNumberOfThreads() throws {
        // More than one part of 32 rows, 512 columns and tiles of 128.
        for (rows, columns) in [(290, 700), (3, 5), (1, 1)] {
            let a = MatrixFixtures.random([rows, columns], seed: 1)
            let (x, y) = (MatrixFixtures.random([columns], seed: 2), MatrixFixtures.random([rows], seed: 3))
            var results: [[Tensor<Double>]] = []
            for threads in [1, 2, 3] {
                results.append(products(shared(a), x, y, ThreadPool(threads: threads)))
            }
            XCTAssertEqual(results[0], results[1])
            XCTAssertEqual(results[0], results[2])
            let expected = [
                LinearAlgebra.multiply(a, x), LinearAlgebra.multiply(a, y, transposeA: true),
                lower(LinearAlgebra.multiply(a, a, transposeB: true)),
                lower(LinearAlgebra.multiply(a, a, transposeA: true)),
                Tensor((0..<rows).map { row in (0..<columns).reduce(0.0) { $0 + a[row, $1] * a[row, $1] } }),
            ]
            for (found, wanted) in zip(results[0], expected) {
                XCTAssertLessThan(MatrixFixtures.largestDifference(found, wanted), 1e-12)
            }
        }
    }

    func testTiledCholeskyIsCholesky() throws {
        let order = 300
        let a = LinearAlgebra.symmetricRankK(MatrixFixtures.random([order, order], seed: 4))
        let shift = Tensor((0..<order).map { 1 + 0.01 * Double($0) })
        var sum = a
        for index in 0..<order { sum[index, index] += shift[index] }
        let whole = try CholeskyFactorization(sum)
        for threads in [1, 2] {
            var tiled = CholeskyFactorization(order: order)
            try tiled.factorize(a, diagonalShift: shift, pool: ThreadPool(threads: threads))
            XCTAssertLessThan(MatrixFixtures.largestDifference(tiled.lowerFactor, whole.lowerFactor), 1e-12)
            XCTAssertEqual(tiled.reciprocalCondition, whole.reciprocalCondition, accuracy: 1e-10)
            var negative = shift
            negative[200] = -1e6
            XCTAssertThrowsError(try tiled.factorize(a, diagonalShift: negative, pool: ThreadPool(threads: threads))) {
                XCTAssertEqual($0 as? LinearAlgebraError, .notPositiveDefinite(row: 200))
            }
        }
    }

    func testPackedUpdatesAreThoseOfFullMatrices() {
        let order = 37
        let vectors = (0..<3).map { MatrixFixtures.random([order], seed: 10 + UInt64($0)) }
        let (s, q, x) = (vectors[0], vectors[1], vectors[2])
        var full = LinearAlgebra.identity(order)
        var packed = PackedSymmetricMatrix(identityOfOrder: order)
        var y = x
        for round in 1...3 {
            let scale = 1 / Double(round)
            packed.update(
                scale: scale, first: s, second: q, coefficients: (first: 0.3, mixed: -0.7, second: 0.2), multiplying: x,
                into: &y, pool: ThreadPool(threads: 2))
            for row in 0..<order {
                for column in 0..<order {
                    full[row, column] =
                        scale * full[row, column] + 0.3 * s[row] * s[column]
                        - 0.7 * (s[row] * q[column] + q[row] * s[column]) + 0.2 * q[row] * q[column]
                }
            }
            XCTAssertLessThan(MatrixFixtures.largestDifference(y, LinearAlgebra.multiply(full, x)), 1e-13)
            packed.multiply(s, into: &y, pool: ThreadPool(threads: 1))
            XCTAssertLessThan(MatrixFixtures.largestDifference(y, LinearAlgebra.multiply(full, s)), 1e-13)
        }
    }

    private func products(
        _ a: SharedMatrix, _ x: Tensor<Double>, _ y: Tensor<Double>, _ pool: ThreadPool
    ) -> [Tensor<Double>] {
        var (rows, columns, squares) = (y, x, y)
        var gram = Tensor(shape: [a.rowCount, a.rowCount], repeating: 0.0)
        var transposed = Tensor(shape: [a.columnCount, a.columnCount], repeating: 0.0)
        a.multiplyTransposed(y, into: &columns, pool: pool)
        a.multiply(x, into: &rows, rowSquares: &squares, pool: pool)
        a.multiply(x, into: &rows, pool: pool)
        a.symmetricProduct(into: &gram, pool: pool)
        a.symmetricProduct(transposed: true, into: &transposed, pool: pool)
        return [rows, columns, lower(gram), lower(transposed), squares]
    }

    private func lower(_ a: Tensor<Double>) -> Tensor<Double> {
        var result = a
        for row in 0..<a.shape[0] {
            for column in (row + 1)..<max(row + 1, a.shape[0]) { result[row, column] = 0 }
        }
        return result
    }

    private func shared(_ a: Tensor<Double>) -> SharedMatrix {
        let result = SharedMatrix(rowCount: a.shape[0], columnCount: a.shape[1])
        result.withUnsafeMutableBufferPointer { target in
            a.withUnsafeBufferPointer { _ = target.update(from: $0) }
        }
        return result
    }
}

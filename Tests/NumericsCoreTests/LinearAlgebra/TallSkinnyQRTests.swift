import NumericsCore
import XCTest

final class TallSkinnyQRTests: XCTestCase {
    /// (AᵀA + diag(d)²) x = Aᵀ b, for one diagonal after another with one factorisation of A.
    func testDampedSolutionsSolveTheNormalEquations() throws {
        for (rows, columns) in [(30, 6), (300, 130), (5, 5), (7, 1)] {
            let a = MatrixFixtures.random([columns, rows], seed: 1)
            let b = MatrixFixtures.random([rows], seed: 2)
            for threads in [1, 2, 3] {
                let qr = TallSkinnyQR(rowCount: rows, columnCount: columns, pool: ThreadPool(threads: threads))
                qr.factorize(shared(a))
                let damped = TallSkinnyQR.Damped(qr)
                for size in [1.0, 1e-2, 10] {
                    let diagonal = Tensor((0..<columns).map { size * (1 + Double($0 % 3)) })
                    damped.factorize(diagonal: diagonal)
                    var x = Tensor(shape: [columns], repeating: 0.0)
                    damped.solve(b, into: &x)
                    var left = LinearAlgebra.multiply(a, LinearAlgebra.multiply(a, x, transposeA: true))
                    for index in 0..<columns { left[index] += diagonal[index] * diagonal[index] * x[index] }
                    XCTAssertLessThan(
                        MatrixFixtures.largestDifference(left, LinearAlgebra.multiply(a, b)), 1e-11,
                        "\(rows) rows, \(columns) columns, \(threads) threads")
                }
            }
        }
    }

    /// QR keeps what the Gram matrix loses: columns that differ by 1e-9.
    func testDoesNotSquareTheCondition() {
        var a = MatrixFixtures.random([2, 20], seed: 3)
        let apart = MatrixFixtures.random([20], seed: 4)
        for row in 0..<20 { a[1, row] = a[0, row] + 1e-9 * apart[row] }
        let b = LinearAlgebra.multiply(a, Tensor([2.0, -1]), transposeA: true)
        let qr = TallSkinnyQR(rowCount: 20, columnCount: 2, pool: ThreadPool(threads: 2))
        qr.factorize(shared(a))
        let damped = TallSkinnyQR.Damped(qr)
        damped.factorize(diagonal: Tensor([1e-14, 1e-14]))
        var x = Tensor([0.0, 0])
        damped.solve(b, into: &x)
        // Condition 1e9 times eps.
        XCTAssertLessThan(MatrixFixtures.largestDifference(x, Tensor([2, -1])), 1e-6)
    }

    private func shared(_ a: Tensor<Double>) -> SharedMatrix {
        let result = SharedMatrix(rowCount: a.shape[0], columnCount: a.shape[1])
        result.withUnsafeMutableBufferPointer { target in
            a.withUnsafeBufferPointer { _ = target.update(from: $0) }
        }
        return result
    }
}

import NumericsCore
import XCTest

final class RealSchurTests: XCTestCase {
    private func random(_ rows: Int, _ columns: Int, _ seed: UInt64) -> Tensor<Double> {
        var stream = RandomStream(seed: seed, name: "schur")
        return Tensor(shape: [rows, columns], elements: (0..<rows * columns).map { _ in stream.normal() })
    }

    func testSylvesterEquation() throws {
        let (a, b, w) = (random(7, 7, 1), random(5, 5, 2), random(7, 5, 3))
        var f = LinearAlgebra.multiply(a, w)
        LinearAlgebra.addScaled(1, LinearAlgebra.multiply(w, b, transposeB: true), to: &f)
        let found = try RealSchur.solveSylvester(RealSchur(a), RealSchur(b), f)
        // Rounding times the separation of the spectra, which these seeds keep above 1e-2.
        for index in 0..<w.count { XCTAssertEqual(found[index], w[index], accuracy: 1e-11) }
    }

    func testVectorsAreOrthogonalForAJordanBlock() throws {
        var a = LinearAlgebra.identity(6)
        for i in 0..<5 { a[i, i + 1] = 100 }
        let q = try RealSchur(a).vectors
        let product = LinearAlgebra.multiply(q, q, transposeA: true)
        let identity = LinearAlgebra.identity(6)
        for index in 0..<product.count { XCTAssertEqual(product[index], identity[index], accuracy: 1e-14) }
    }

    func testEqualAndOppositeEigenvaluesAreSingular() throws {
        let one = LinearAlgebra.identity(2)
        var minus = one
        LinearAlgebra.scale(-1, &minus)
        let right = random(2, 2, 4)
        XCTAssertThrowsError(try RealSchur.solveSylvester(RealSchur(one), RealSchur(minus), right))
    }
}

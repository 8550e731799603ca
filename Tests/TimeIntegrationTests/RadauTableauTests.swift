import NumericsCore
import TimeIntegration
import XCTest

final class RadauTableauTests: XCTestCase {
    /// Literals from mpmath with 40 digits; for three stages they agree with Hairer and Wanner (1996), section IV.8.
    func testNodesAndRealEigenvalueAgreeWithHighPrecision() {
        let expected: [(stages: Int, firstNode: Double, eigenvalue: Double, slope: Double)] = [
            (3, 0.15505102572168219, 3.6378342527444957, 10.048809399827416),
            (5, 0.057104196114517682, 6.2867047517292766, 27.780933944064637),
            (7, 0.029316427159784892, 8.9368327884052163, 54.374436894128615),
        ]
        for (stages, node, eigenvalue, slope) in expected {
            let tableau = RadauTableau(stages: stages)
            XCTAssertEqual(tableau.nodes[0], node, accuracy: 1e-15)
            XCTAssertEqual(tableau.nodes[stages - 1], 1)
            // Eigenvalues of the non-normal A^-1 lose up to its eigenvector condition number, about 1e3 for s = 7.
            XCTAssertEqual(tableau.realEigenvalue, eigenvalue, accuracy: 1e-11)
            XCTAssertEqual(tableau.startDerivative[0], slope, accuracy: 1e-12)
        }
    }

    func testInverseDifferentiatesPolynomials() {
        for stages in [3, 5, 7] {
            let tableau = RadauTableau(stages: stages)
            for degree in 1...stages {
                let values = Tensor(tableau.nodes.map { power($0, degree) })
                let slopes = LinearAlgebra.multiply(tableau.inverse, values)
                for (index, node) in tableau.nodes.enumerated() {
                    // Entries of A^-1 grow like s^2.
                    XCTAssertEqual(slopes[index], Double(degree) * power(node, degree - 1), accuracy: 1e-12)
                }
            }
        }
    }

    func testEigenvectorsDiagonaliseTheInverse() {
        for stages in [3, 5, 7] {
            let tableau = RadauTableau(stages: stages)
            let product = LinearAlgebra.multiply(
                LinearAlgebra.multiply(tableau.toEigenvectors, tableau.inverse), tableau.fromEigenvectors)
            XCTAssertEqual(product[0, 0], tableau.realEigenvalue, accuracy: 1e-10)
            for (pair, value) in tableau.complexEigenvalues.enumerated() {
                let row = 2 * pair + 1
                XCTAssertEqual(product[row, row], value.real, accuracy: 1e-10)
                XCTAssertEqual(product[row + 1, row], value.imaginary, accuracy: 1e-10)
                XCTAssertEqual(product[row, row + 1], -value.imaginary, accuracy: 1e-10)
            }
        }
    }

    private func power(_ base: Double, _ exponent: Int) -> Double { (0..<exponent).reduce(1.0) { result, _ in result * base } }
}

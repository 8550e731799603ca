import NumericsCore
import XCTest

final class ComplexLUFactorizationTests: XCTestCase {
    // C = A + i F A^T, right-hand side b + i F b, F reversing the rows.
    private var matrix: Tensor<Complex<Double>> {
        let a = MatrixFixtures.matrix
        return Tensor(
            shape: [4, 4],
            elements: (0..<16).map { Complex(a[$0 / 4, $0 % 4], a[$0 % 4, 3 - $0 / 4]) })
    }
    private var right: Tensor<Complex<Double>> {
        Tensor((0..<4).map { Complex(MatrixFixtures.right[$0], MatrixFixtures.right[3 - $0]) })
    }

    func testComplexNumbersAreTwoDoublesInMemory() {
        XCTAssertEqual(MemoryLayout<Complex<Double>>.size, 16)
        XCTAssertEqual(MemoryLayout<Complex<Double>>.stride, 16)
        let numbers = [Complex(1.5, -2.5), Complex(3, 4)]
        let bytes: [Double] = numbers.withUnsafeBytes { Array($0.bindMemory(to: Double.self)) }
        XCTAssertEqual(bytes, [1.5, -2.5, 3, 4])
    }

    func testSolvesAsSciPyDoes() throws {
        let expected = [
            Complex(1.4505677884264014, 1.012206792632723), Complex(0.5348325054578134, -0.7024449693128348),
            Complex(0.3126333329705523, 0.9983653572508198), Complex(0.06009910460526435, -1.3207567826386528),
        ]
        var x = right
        try ComplexLUFactorization(matrix).solve(&x)
        XCTAssertLessThan(
            MatrixFixtures.largestDifference(x, Tensor(expected)), MatrixFixtures.tolerance)
    }

    func testStageMatrixOfRealParts() throws {
        let mass = MatrixFixtures.random([9, 9], seed: 3)
        let jacobian = MatrixFixtures.random([9, 9], seed: 4)
        let alpha = Complex(2.5, -1.25)
        var factorization = ComplexLUFactorization(order: 9)
        try factorization.factorize(alpha: alpha, mass: mass, minus: jacobian)
        let full = Tensor(
            shape: [9, 9], elements: zip(mass.elements, jacobian.elements).map { alpha * Complex($0) - Complex($1) })
        let b = Tensor(shape: [9, 2], elements: (0..<18).map { Complex(Double($0), Double($0 * $0 % 5)) })
        var x = b
        try factorization.solve(&x)
        // Right-hand sides of size 20, condition about 1e2, 9 unknowns: well below 1e-11.
        XCTAssertLessThan(MatrixFixtures.largestDifference(LinearAlgebra.multiply(full, x), b), 1e-11)
        XCTAssertGreaterThan(factorization.reciprocalCondition, 1e-4)
    }

    func testSingularMatricesAreRefused() {
        XCTAssertThrowsError(try ComplexLUFactorization(Tensor(shape: [3, 3], repeating: Complex(1, 1)))) {
            XCTAssertEqual($0 as? LinearAlgebraError, .singular(pivot: 1))
        }
    }
}

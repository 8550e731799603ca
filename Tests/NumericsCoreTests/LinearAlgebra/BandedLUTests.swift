import NumericsCore
import XCTest

final class BandedLUTests: XCTestCase {
    private func random(order: Int, lower: Int, upper: Int, seed: UInt64) -> BandedMatrix {
        var matrix = BandedMatrix(order: order, lower: lower, upper: upper)
        let values = MatrixFixtures.random([order, order], seed: seed)
        for column in 0..<order {
            for row in matrix.rows(ofColumn: column) { matrix[row, column] = values[row, column] }
        }
        return matrix
    }

    // Narrow bands, none below or above, and wider than LAPACK's block of 32, where it switches algorithm.
    private let sizes = [(12, 2, 3), (30, 0, 4), (30, 5, 0), (150, 40, 37), (5, 4, 4), (1, 0, 0), (70, 33, 2)]

    func testAgreesWithTheDenseFactorization() throws {
        for (order, lower, upper) in sizes {
            let matrix = random(order: order, lower: lower, upper: upper, seed: UInt64(order + lower))
            let dense = try LUFactorization(matrix.dense)
            let banded = try BandedLU(matrix)
            for transposed in [false, true] {
                let b = MatrixFixtures.random([order], seed: 7)
                var (x, y) = (b, b)
                try dense.solve(&x, transposed: transposed)
                try banded.solve(&y, transposed: transposed)
                // Two different eliminations of one matrix differ by condition · eps of the solution's size.
                let tolerance = 1e-14 * LinearAlgebra.norm(x) / dense.reciprocalCondition
                XCTAssertLessThan(MatrixFixtures.largestDifference(x, y), tolerance, "order \(order)")
            }
        }
    }

    func testStageMatricesRealAndComplex() throws {
        for (order, lower, upper) in sizes {
            let jacobian = random(order: order, lower: lower, upper: upper, seed: 5)
            let mass = random(order: order, lower: min(1, lower), upper: min(1, upper), seed: 6)
            let b = MatrixFixtures.random([order], seed: 8)
            var real = BandedLU(order: order, lower: lower, upper: upper)
            try real.factorize(alpha: 3.5, mass: mass, minus: jacobian)
            var x = b
            try real.solve(&x)
            var residual = b
            mass.multiply(x, alpha: -3.5, beta: 1, into: &residual)
            jacobian.multiply(x, beta: 1, into: &residual)
            XCTAssertLessThan(LinearAlgebra.norm(residual), 1e-13 * (1 + LinearAlgebra.norm(x)) * Double(order))

            let alpha = Complex(3.5, -2)
            let complex = try ComplexBandedLU(alpha: alpha, mass: mass, minus: jacobian)
            let right = Tensor(b.elements.map { Complex($0, 1 - $0) })
            var z = right
            try complex.solve(&z)
            let full = Tensor(
                shape: [order, order],
                elements: zip(mass.dense.elements, jacobian.dense.elements).map { alpha * Complex($0) - Complex($1) })
            let image = LinearAlgebra.multiply(full, z)
            XCTAssertLessThan(
                MatrixFixtures.largestDifference(image, right),
                1e-13 * (1 + LinearAlgebra.norm(z)) * Double(order))
        }
    }

    func testRefactorizationForgetsTheMatrixBefore() throws {
        let (first, second) = (
            random(order: 60, lower: 35, upper: 3, seed: 9), random(order: 60, lower: 35, upper: 3, seed: 10)
        )
        var reused = try BandedLU(first)
        try reused.factorize(second)
        let fresh = try BandedLU(second)
        var (x, y) = (MatrixFixtures.random([60], seed: 1), MatrixFixtures.random([60], seed: 1))
        try reused.solve(&x)
        try fresh.solve(&y)
        XCTAssertEqual(x, y)
    }

    func testSeveralRightHandSides() throws {
        let matrix = random(order: 20, lower: 3, upper: 2, seed: 11)
        let b = MatrixFixtures.random([20, 4], seed: 12)
        var x = b
        try BandedLU(matrix).solve(&x)
        // Backward stable elimination leaves a residual of some eps times the size of the solution.
        let tolerance = 1e-14 * (1 + LinearAlgebra.norm(x))
        XCTAssertLessThan(
            MatrixFixtures.largestDifference(LinearAlgebra.multiply(matrix.dense, x), b), tolerance)
    }

    func testSingularAndMisshapenMatricesAreRefused() throws {
        XCTAssertThrowsError(try BandedLU(BandedMatrix(diagonal: [1, 0, 2]))) {
            XCTAssertEqual($0 as? LinearAlgebraError, .singular(pivot: 1))
        }
        var narrow = BandedLU(order: 4, lower: 1, upper: 1)
        XCTAssertThrowsError(try narrow.factorize(BandedMatrix(order: 4, lower: 2, upper: 1)))
    }
}

import NumericsCore
import XCTest

final class LinearLeastSquaresTests: XCTestCase {
    func testAgreesWithQRForEveryNumberOfThreads() throws {
        for (rows, columns) in [(7, 7), (40, 9), (300, 120), (9, 1)] {
            let a = MatrixFixtures.random([rows, columns], seed: 1)
            let b = MatrixFixtures.random([rows], seed: 2)
            let expected = try QRFactorization(a).leastSquares(b)
            for threads in [1, 2, 3] {
                let solver = LinearLeastSquares(rowCount: rows, columnCount: columns, pool: ThreadPool(threads: threads))
                try solver.factorize(a)
                let found = try solver.solve(b)
                XCTAssertEqual(solver.rank, columns)
                // The square matrix has a condition of a few hundred.
                XCTAssertLessThan(MatrixFixtures.largestDifference(found.coefficients, expected.values), 1e-12)
                XCTAssertEqual(found.residualNorm, expected.residualNorms[0], accuracy: 1e-13)
            }
        }
    }

    func testSeveralRightHandSidesAreTheSameAsOneAfterAnother() throws {
        let solver = LinearLeastSquares(rowCount: 50, columnCount: 6, pool: ThreadPool(threads: 2))
        try solver.factorize(MatrixFixtures.random([50, 6], seed: 3), constraints: MatrixFixtures.random([6, 2], seed: 5))
        // More than columns, so that they are done in chunks.
        let sides = (0..<15).map { MatrixFixtures.random([50], seed: 10 + UInt64($0)) }
        let values = (0..<15).map { MatrixFixtures.random([2], seed: 50 + UInt64($0)) }
        let together = try solver.solve(sides, constraintValues: values)
        for index in sides.indices {
            let alone = try solver.solve(sides[index], constraintValues: values[index])
            XCTAssertLessThan(
                MatrixFixtures.largestDifference(alone.coefficients, together[index].coefficients), 1e-14)
            XCTAssertEqual(alone.residualNorm, together[index].residualNorm, accuracy: 1e-13)
        }
    }

    /// The Lagrange conditions: C c = d, and Aᵀ (A c − b) is a combination of the rows of C.
    func testMeetsConstraintsAtTheMinimum() throws {
        let (rows, columns, count) = (60, 14, 4)
        var a = MatrixFixtures.random([rows, columns], seed: 4)
        // Columns of very different size must not matter.
        for row in 0..<rows { a[row, 3] *= 1e9 }
        let c = MatrixFixtures.random([columns, count], seed: 5)
        let (b, d) = (MatrixFixtures.random([rows], seed: 6), MatrixFixtures.random([count], seed: 7))
        let solver = LinearLeastSquares(rowCount: rows, columnCount: columns, pool: ThreadPool(threads: 2))
        try solver.factorize(a, constraints: c)
        let solution = try solver.solve(b, constraintValues: d)
        XCTAssertEqual(solver.rank, columns)
        XCTAssertLessThan(solver.conditionEstimate, 1e3)
        let met = LinearAlgebra.multiply(c, solution.coefficients, transposeA: true)
        XCTAssertLessThan(MatrixFixtures.largestDifference(met, d), 1e-13)
        var residual = LinearAlgebra.multiply(a, solution.coefficients)
        LinearAlgebra.addScaled(-1, b, to: &residual)
        XCTAssertEqual(LinearAlgebra.norm(residual), solution.residualNorm, accuracy: 1e-12)
        var gradient = LinearAlgebra.multiply(a, residual, transposeA: true)
        gradient[3] /= 1e9
        var scaled = c
        for index in 0..<count { scaled[3, index] /= 1e9 }
        let multipliers = try QRFactorization(scaled).leastSquares(gradient)
        XCTAssertLessThan(multipliers.residualNorms[0], 1e-12)
    }

    func testDependentConstraints() throws {
        let a = MatrixFixtures.random([30, 5], seed: 8)
        let b = MatrixFixtures.random([30], seed: 9)
        var c = Tensor(shape: [5, 3], repeating: 0.0)
        for column in 0..<5 {
            c[column, 0] = Double(column + 1)
            c[column, 1] = 1
            c[column, 2] = Double(column + 1) - 2
        }
        let solver = LinearLeastSquares(rowCount: 30, columnCount: 5)
        try solver.factorize(a, constraints: c)
        let fitting = try solver.solve(b, constraintValues: Tensor([3.0, 0.5, 2.0]))
        XCTAssertLessThan(fitting.constraintResidual, 1e-13)
        let met = LinearAlgebra.multiply(c, fitting.coefficients, transposeA: true)
        XCTAssertLessThan(MatrixFixtures.largestDifference(met, Tensor([3.0, 0.5, 2.0])), 1e-13)
        let contradicting = try solver.solve(b, constraintValues: Tensor([3.0, 0.5, 2.5]))
        XCTAssertGreaterThan(contradicting.constraintResidual, 0.1)
        // The third constraint takes no freedom away.
        let two = LinearLeastSquares(rowCount: 30, columnCount: 5)
        try two.factorize(a, constraints: Tensor(shape: [5, 2], elements: (0..<10).map { c[$0 / 2, $0 % 2] }))
        let expected = try two.solve(b, constraintValues: Tensor([3.0, 0.5]))
        XCTAssertLessThan(MatrixFixtures.largestDifference(expected.coefficients, fitting.coefficients), 1e-12)
    }

    func testCoefficientsOfDependentColumnsAreZero() throws {
        var a = Tensor(shape: [20, 4], repeating: 0.0)
        for row in 0..<20 {
            a[row, 0] = 1
            // An exact multiple and a column of zeros.
            a[row, 1] = 2
            a[row, 3] = Double(row % 3)
        }
        let solver = LinearLeastSquares(rowCount: 20, columnCount: 4, relativeTolerance: 1e-14)
        try solver.factorize(a)
        XCTAssertEqual(solver.rank, 2)
        let solution = try solver.solve(Tensor((0..<20).map { 5 + 3 * Double($0 % 3) }))
        XCTAssertLessThan(MatrixFixtures.largestDifference(solution.coefficients, Tensor([5, 0, 0, 3])), 1e-13)
        XCTAssertLessThan(solution.residualNorm, 1e-13)
    }

    /// The monomials up to 24 are dependent in double precision; the residual is small all the same.
    func testFitsWithANumericallySingularBasis() throws {
        let points = (0..<200).map { Double($0) / 199 }
        let a = Tensor(shape: [200, 40], elements: points.flatMap { x in (0..<40).map { Double.pow(x, $0) } })
        let solver = LinearLeastSquares(rowCount: 200, columnCount: 40, pool: ThreadPool(threads: 2))
        try solver.factorize(a)
        XCTAssertGreaterThan(solver.conditionEstimate, 1e14)
        let values = Tensor(points.map { Double.exp($0) })
        let solution = try solver.solve(values)
        let fit = LinearAlgebra.multiply(a, solution.coefficients)
        XCTAssertLessThan(MatrixFixtures.largestDifference(fit, values), 1e-12)
    }

    func testRefusesWrongShapes() throws {
        let solver = LinearLeastSquares(rowCount: 3, columnCount: 5)
        XCTAssertThrowsError(try solver.factorize(MatrixFixtures.random([3, 5], seed: 1)))
        XCTAssertThrowsError(try solver.factorize(MatrixFixtures.random([5, 3], seed: 1)))
        // Two independent constraints leave three coefficients.
        try solver.factorize(
            MatrixFixtures.random([3, 5], seed: 1), constraints: MatrixFixtures.random([5, 2], seed: 2))
        XCTAssertThrowsError(try solver.solve(MatrixFixtures.random([4], seed: 3)))
        XCTAssertThrowsError(
            try solver.solve(MatrixFixtures.random([3], seed: 3), constraintValues: MatrixFixtures.random([3], seed: 4)))
    }
}

import Kernels
import NumericsCore
import XCTest

/// Covariances of functionals in two coordinates.
final class ProductKernelTests: XCTestCase {
    private let kernel = ProductKernel(
        [Matern(halfInteger: 4, length: 0.8), SquaredExponential(length: 0.5)], variance: 1.7, coordinateNames: ["x", "t"])

    private func functionals(count: Int, seed: UInt64) -> PointFunctionals {
        var stream = RandomStream(seed: seed, name: "kernels")
        func numbers(_ rows: Int) -> Tensor<Double> {
            Tensor(shape: [rows, count], elements: (0..<rows * count).map { _ in stream.uniform() })
        }
        return PointFunctionals(orders: [[0, 0], [1, 0], [2, 0], [0, 2], [0, 1]], points: numbers(2), coefficients: numbers(5))
    }

    /// The sum over all pairs of entries, one factor at a time: d_x^a d_y^b k = (-1)^b k^(a+b).
    private func direct(_ left: PointFunctionals, _ i: Int, _ right: PointFunctionals, _ j: Int) -> Double {
        let z = (0..<2).map { left.points[$0, i] - right.points[$0, j] }
        let tables = (0..<2).map { kernel.factors[$0].derivatives(4, at: Tensor([z[$0]])) }
        var sum = 0.0
        for (e, alpha) in left.orders.enumerated() {
            for (f, beta) in right.orders.enumerated() {
                let product = (0..<2).reduce(1.0) { $0 * tables[$1][alpha[$1] + beta[$1], 0] }
                let sign = beta.reduce(0, +) % 2 == 0 ? 1.0 : -1.0
                sum += left.coefficients[e, i] * right.coefficients[f, j] * sign * product
            }
        }
        return kernel.variance * sum
    }

    func testMatricesHoldTheSumsOverEntries() {
        let left = functionals(count: 5, seed: 1), right = functionals(count: 301, seed: 2)
        let matrix = kernel.matrix(left, right, pool: ThreadPool(threads: 2))
        for (i, j) in [(0, 0), (4, 127), (3, 128), (2, 300), (1, 255)] {
            XCTAssertEqual(matrix[i, j], direct(left, i, right, j), accuracy: 1e-10)
        }
    }

    /// Covariance matrices of functionals are symmetric and have no negative eigenvalues.
    func testCovariancesOfFunctionalsArePositive() throws {
        let functionals = functionals(count: 40, seed: 3)
        let matrix = kernel.matrix(functionals, functionals)
        let largest = (0..<40).map { matrix[$0, $0] }.max()!
        for i in 0..<40 {
            for j in 0..<i { XCTAssertEqual(matrix[i, j], matrix[j, i], accuracy: 1e-13 * largest) }
        }
        var shifted = matrix
        for i in 0..<40 { shifted[i, i] += 1e-11 * largest }
        XCTAssertNoThrow(try CholeskyFactorization(shifted))
    }

    /// Central differences of order 4 in the logarithms.
    func testDerivativesByParameters() {
        let left = functionals(count: 3, seed: 4), right = functionals(count: 4, seed: 5)
        let sum = KernelSum([kernel, ProductKernel([RationalQuadratic(length: 0.6, exponent: 1.1), Matern(halfInteger: 3, length: 1)])])
        let values = sum.parameters.map(\.logarithm), step = 1e-3
        XCTAssertEqual(values.count, 3 + 4)
        for parameter in values.indices {
            func at(_ shift: Double) -> Tensor<Double> {
                var moved = values
                moved[parameter] += shift * step
                return sum.replacing(logarithms: moved[...]).matrix(left, right)
            }
            let exact = sum.matrix(left, right, derivativeBy: parameter)
            let (a, b, c, d) = (at(2), at(1), at(-1), at(-2))
            let scale = a.elements.map(abs).max()!
            for entry in 0..<exact.count {
                let difference = (-a[entry] + 8 * b[entry] - 8 * c[entry] + d[entry]) / (12 * step)
                // The formula's error is step⁴/30 times a fifth derivative.
                XCTAssertEqual(exact[entry], difference, accuracy: 1e-8 * scale, "parameter \(parameter)")
            }
        }
    }

    func testProductsMultiplyTheirValues() {
        let other = ProductKernel([Matern(halfInteger: 3, length: 0.4), RationalQuadratic(length: 0.3, exponent: 2)], variance: 0.5)
        let points = functionals(count: 6, seed: 6).points
        let values = PointFunctionals(order: [0, 0], points: points)
        let (a, b, both) = (kernel.matrix(values, values), other.matrix(values, values), (kernel * other).matrix(values, values))
        for entry in 0..<36 { XCTAssertEqual(both[entry], a[entry] * b[entry], accuracy: 1e-14) }
    }

    func testRoughKernelsNameTheDerivativesTheyLack() {
        let laplacian = PointFunctionals(
            orders: [[2, 0], [0, 2]], points: Tensor(shape: [2, 1], repeating: 0), coefficients: Tensor(shape: [2, 1], repeating: 1))
        XCTAssertNil(kernel.missingSmoothness(for: laplacian))
        let rough = ProductKernel([SquaredExponential(length: 1), Matern(halfInteger: 1, length: 1)])
        let missing = rough.missingSmoothness(for: laplacian)
        XCTAssertEqual(missing?.coordinate, 1)
        XCTAssertEqual(missing?.needed, 2)
    }

    func testOnlyTheLowerTriangleIsFilled() {
        let functionals = functionals(count: 7, seed: 8)
        let matrix = SharedMatrix(rowCount: 9, columnCount: 8)
        kernel.add(functionals, functionals, to: matrix, firstRow: 2, firstColumn: 1, isLower: true, pool: ThreadPool(threads: 1))
        let (part, whole) = (matrix.tensor, kernel.matrix(functionals, functionals))
        for i in 0..<7 {
            for j in 0..<7 { XCTAssertEqual(part[i + 2, j + 1], j <= i ? whole[i, j] : 0) }
        }
    }
}

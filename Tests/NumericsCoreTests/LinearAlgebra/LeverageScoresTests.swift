import NumericsCore
import XCTest

final class LeverageScoresTests: XCTestCase {
    /// Legendre polynomials of degrees up to `degree` at points, [degree][point].
    private static func legendre(_ degree: Int, _ points: [Double], weights: [Double]? = nil) -> SharedMatrix {
        let matrix = SharedMatrix(rowCount: degree + 1, columnCount: points.count)
        for (place, x) in points.enumerated() {
            var (before, value) = (0.0, 1.0)
            for n in 0...degree {
                matrix.add(value * (weights?[place] ?? 1), row: n, column: place)
                (before, value) = (value, (Double(2 * n + 1) * x * value - Double(n) * before) / Double(n + 1))
            }
        }
        return matrix
    }

    /// At Gauss points with the square roots of their weights the leverages are w Σ (n + 1/2) P_n², the weights times the inverse
    /// Christoffel function of Legendre polynomials.
    func testTheInverseChristoffelFunctionOfPolynomials() {
        let (degree, rule) = (7, Quadrature.gaussLegendre(40))
        let scores = LeverageScores(
            Self.legendre(degree, rule.points, weights: rule.weights.map { $0.squareRoot() }), pool: ThreadPool(threads: 2))
        XCTAssertEqual(scores.rank, degree + 1)
        XCTAssertEqual(scores.values.reduce(0, +), Double(degree + 1), accuracy: 1e-11)
        let values = Self.legendre(degree, rule.points).tensor
        for (place, weight) in rule.weights.enumerated() {
            let known = weight * (0...degree).reduce(0.0) { $0 + (Double($1) + 0.5) * values[$1, place] * values[$1, place] }
            XCTAssertEqual(scores.values[place], known, accuracy: 1e-12)
        }
    }

    /// Columns that depend on others, or are zero, change nothing.
    func testRankOfDependentColumns() {
        let points = (0..<300).map { -1 + 2 * (Double($0) + 0.5) / 300 }
        let independent = Self.legendre(5, points), dependent = SharedMatrix(rowCount: 14, columnCount: points.count)
        for copy in 0..<2 { dependent.copyRows(0..<6, of: independent, to: 6 * copy) }
        let (a, b) = (
            LeverageScores(independent, pool: ThreadPool(threads: 1)), LeverageScores(dependent, pool: ThreadPool(threads: 1)))
        XCTAssertEqual(b.rank, 6)
        XCTAssertEqual(b.values.reduce(0, +), 6, accuracy: 1e-10)
        for place in points.indices { XCTAssertEqual(a.values[place], b.values[place], accuracy: 1e-10) }
    }
}

import GaussianProcess
import Kernels
import NumericsCore
import XCTest

/// Features of squared exponentials, against the functions themselves.
final class EnvelopeFeaturesTests: XCTestCase {
    func testProductsOfFeaturesAreCovariancesOfDerivatives() {
        let length = 0.6, points = [-1.0, -0.35, 0.0, 0.2, 0.9]
        let count = EnvelopeFeatures.count(reach: 1 / length)
        let tables = EnvelopeFeatures.table(points, length: length, count: count, order: 2)
        let kernel = SquaredExponential(length: length)
        for a in 0...2 {
            for b in 0...2 {
                for (i, x) in points.enumerated() {
                    for (j, y) in points.enumerated() {
                        let sum = (0..<count).reduce(0.0) { $0 + tables[a][$1, i] * tables[b][$1, j] }
                        let expected = (b % 2 == 0 ? 1 : -1) * kernel.derivatives(a + b, at: Tensor([x - y]))[a + b, 0]
                        // Truncation is rounding of the function; each derivative multiplies it by the square root of the count over the length.
                        XCTAssertEqual(sum, expected, accuracy: 1e-11, "orders \(a), \(b) at \(x), \(y)")
                    }
                }
            }
        }
    }
}

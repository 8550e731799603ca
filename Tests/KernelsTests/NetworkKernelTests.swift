import Foundation
import Kernels
import NumericsCore
import XCTest

/// Covariances of wide networks and their mixed derivatives.
final class NetworkKernelTests: XCTestCase {
    private static let activations: [String: NetworkActivation] = [
        "erf": .erf, "sin": .sine(rate: 1.3), "gelu": .gelu, "arc-cosine-2": .arcCosine(order: 2),
    ]

    private static func kernel(_ activation: NetworkActivation, _ depth: Int, isTangent: Bool) -> NetworkKernel {
        NetworkKernel(
            activation, depth: depth, isTangent: isTangent, weightVariance: 1.7, biasVariance: 0.6, middles: [0.5, 1], halfRanges: [0.5, 1])
    }

    private static func functional(_ orders: [Int], _ point: [Double]) -> PointFunctionals {
        PointFunctionals(order: orders, points: Tensor(shape: [2, 1], elements: point))
    }

    /// Fixtures/network.py: closed forms checked against quadrature, derivatives with 50 digits.
    func testMixedDerivativesAgreeWithMultiplePrecision() throws {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Fixtures/network.txt")
        let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
        XCTAssertEqual(lines.count, 4 * 2 * 2 * 2 * 7)
        for line in lines {
            let words = line.split(separator: " ").map(String.init)
            let isTangent = words[0].hasPrefix("ntk-"), name = String(words[0].drop { $0 != "-" }.dropFirst())
            let numbers = words.dropFirst().map { Double($0)! }
            let kernel = Self.kernel(Self.activations[name]!, Int(numbers[0]), isTangent: isTangent)
            let left = Self.functional(numbers[5...6].map { Int($0) }, Array(numbers[1...2]))
            let right = Self.functional(numbers[7...8].map { Int($0) }, Array(numbers[3...4]))
            let value = kernel.matrix(left, right)[0, 0]
            // Near each other, distances of arc-cosine kernels cancel: the correlation of the second pair is 0.998.
            let tolerance = name.hasPrefix("arc") ? 1e-9 : 1e-12
            XCTAssertEqual(value, numbers[9], accuracy: tolerance * max(1, abs(numbers[9])), String(line.prefix(60)))
        }
    }

    /// Where points meet, arc-cosine kernels have as many derivatives as their networks: the limit of points that approach.
    func testArcCosineKernelsOfOnePoint() {
        let kernel = Self.kernel(.arcCosine(order: 2), 2, isTangent: false)
        XCTAssertEqual(kernel.meanSquareDerivatives, [2, 2])
        let point = [0.3, 0.8]
        for (alpha, beta) in [([0, 0], [0, 0]), ([1, 0], [1, 0]), ([2, 0], [0, 1]), ([2, 0], [2, 0])] {
            let here = kernel.matrix(Self.functional(alpha, point), Self.functional(beta, point))[0, 0]
            // The remainder is of first order in the distance for the highest derivatives.
            func near(_ h: Double) -> Double {
                let (a, b) = ([point[0] + h, point[1]], [point[0] - h, point[1]])
                return kernel.matrix(Self.functional(alpha, a), Self.functional(beta, b))[0, 0]
            }
            let extrapolated = 2 * near(1e-3) - near(2e-3)
            XCTAssertTrue(here.isFinite)
            XCTAssertEqual(here, extrapolated, accuracy: 1e-3 * max(1, abs(here)), "\(alpha) \(beta)")
        }
    }

    /// Covariances of functionals with Laplacians have no negative eigenvalues.
    func testCovariancesOfFunctionalsArePositive() throws {
        for activation in Self.activations.values {
            for isTangent in [false, true] where activation != .arcCosine(order: 2) || !isTangent {
                var stream = RandomStream(seed: 9, name: "network")
                let points = Tensor(shape: [2, 12], elements: (0..<12).map { _ in stream.uniform() } + (0..<12).map { _ in stream.uniform(from: 0, to: 2) })
                let laplacian = PointFunctionals(
                    orders: [[2, 0], [0, 2], [0, 0]], points: points, coefficients: Tensor(shape: [3, 12], repeating: 1))
                var matrix = Self.kernel(activation, 2, isTangent: isTangent).matrix(laplacian, laplacian)
                let largest = (0..<12).map { matrix[$0, $0] }.max()!
                for row in 0..<12 {
                    for column in 0..<row { XCTAssertEqual(matrix[row, column], matrix[column, row], accuracy: 1e-8 * largest, activation.name) }
                    matrix[row, row] += 1e-8 * largest
                }
                XCTAssertNoThrow(try CholeskyFactorization(matrix), activation.name)
            }
        }
    }

    /// Central differences of order 4 in the logarithms.
    func testDerivativesByParameters() {
        for activation in Self.activations.values {
            for isTangent in [false, true] {
                let kernel = Self.kernel(activation, 2, isTangent: isTangent)
                let (left, right) = (Self.functional([2, 0], [0.2, 0.7]), Self.functional([0, 1], [0.9, 1.6]))
                let values = kernel.parameters.map(\.logarithm), step = 1e-3
                for parameter in values.indices {
                    func at(_ shift: Double) -> Double {
                        var moved = values
                        moved[parameter] += shift * step
                        return kernel.replacing(logarithms: moved[...]).matrix(left, right)[0, 0]
                    }
                    let exact = kernel.matrix(left, right, derivativeBy: parameter)[0, 0]
                    let difference = (-at(2) + 8 * at(1) - 8 * at(-1) + at(-2)) / (12 * step)
                    XCTAssertEqual(exact, difference, accuracy: 1e-8 * max(1, abs(exact)), "\(kernel.name) \(parameter)")
                }
            }
        }
    }
}

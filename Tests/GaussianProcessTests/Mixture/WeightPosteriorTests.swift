import Expressions
import Foundation
import GaussianProcess
import Kernels
import NumericsCore
import Problems
import XCTest

/// Weights by QR against the same formulas with the covariance matrix written out, and slopes against differences.
final class WeightPosteriorTests: XCTestCase {
    private static func random(_ shape: [Int], _ name: String) -> Tensor<Double> {
        var stream = RandomStream(seed: 5, name: name)
        return stream.normals(shape.reduce(1, *)).reshaped(shape)
    }

    func testAgainstTheCovarianceMatrix() throws {
        let rows = Self.random([9, 5], "rows"), values = Self.random([9], "values"), noise = 0.3
        let posterior = try WeightPosterior(rows, values, noise: noise)
        var matrix = LinearAlgebra.multiply(rows, rows, transposeB: true)
        for index in 0..<9 { matrix[index, index] *= 1 + noise * noise }
        let factor = try CholeskyFactorization(matrix)
        var solved = values
        try factor.solve(&solved)
        let square = LinearAlgebra.dot(values, solved)
        XCTAssertEqual(posterior.loss, 0.5 * factor.logDeterminant + 4.5 * log(square), accuracy: 1e-11)
        XCTAssertEqual(posterior.amplitude, square / 9, accuracy: 1e-11)
        var columns = rows
        try factor.solve(&columns)
        let covariance = LinearAlgebra.multiply(posterior.root, posterior.root, transposeB: true)
        for i in 0..<5 {
            let mean = (0..<9).reduce(0.0) { $0 + rows[$1, i] * solved[$1] }
            XCTAssertEqual(posterior.mean[i], mean, accuracy: 1e-11)
            for j in 0..<5 {
                let expected = (i == j ? 1 : 0) - (0..<9).reduce(0.0) { $0 + rows[$1, i] * columns[$1, j] }
                XCTAssertEqual(covariance[i, j], expected, accuracy: 1e-11)
            }
        }
    }

    func testSlopesAgainstDifferences() throws {
        let rows = Self.random([7, 4], "rows"), values = Self.random([7], "values"), noise = 0.2
        let own = try WeightPosterior(rows, values, noise: noise, wantsSlope: true)
        func loss(_ row: Int, _ column: Int, _ step: Double) throws -> Double {
            var moved = rows
            moved[row, column] += step
            return try WeightPosterior(moved, values, noise: noise).loss
        }
        let h = 1e-3
        for (row, column) in [(0, 0), (3, 2), (6, 3)] {
            let far = try (loss(row, column, 2 * h) - loss(row, column, -2 * h)) / (4 * h)
            let near = try (loss(row, column, h) - loss(row, column, -h)) / (2 * h)
            XCTAssertEqual(own.slope[row, column], (4 * near - far) / 3, accuracy: 1e-7)
        }
        func atNoise(_ step: Double) throws -> Double { try WeightPosterior(rows, values, noise: noise * exp(step)).loss }
        let far = try (atNoise(2 * h) - atNoise(-2 * h)) / (4 * h), near = try (atNoise(h) - atNoise(-h)) / (2 * h)
        XCTAssertEqual(own.noiseSlope, (4 * near - far) / 3, accuracy: 1e-7)
    }

    func testGradientOfTheEvidenceOfAMixture() throws {
        let points = (0..<30).map { (Double($0) + 0.5) / 30 }
        let system = FunctionalSystem(
            blocks: [
                FunctionalBlock(
                    name: "", points: [Tensor(shape: [1, 30], elements: points)],
                    entries: [.init(site: 0, component: 0, derivative: MultiIndex([2])), .init(site: 0, component: 0, derivative: MultiIndex([0]))],
                    coefficients: Tensor(shape: [2, 30], elements: points.map { 1 + $0 } + points.map { -$0 }),
                    values: Tensor(points.map { sin(20 * $0) + exp($0) }), residuals: Tensor(points))
            ], integrals: [])
        let model = MixtureModel(
            [.init(weight: 1, frequency: 0, length: 0.7), .init(weight: 0.3, frequency: 3.1, length: 0.8)], range: 0...1, shortest: 1.0 / 3)
        let objective = MixtureEvidence(system, components: 1, model: model, lengths: 1.0 / 3...3, resolution: 0.5)
        let start = objective.first
        var gradient = start
        _ = objective.loss(at: start, gradient: &gradient)
        for index in 0..<start.count {
            func loss(_ step: Double) -> Double {
                var moved = start
                moved[index] += step
                return objective.loss(at: moved)
            }
            let h = 1e-3
            let far: Double = (loss(2 * h) - loss(-2 * h)) / (4 * h)
            let near: Double = (loss(h) - loss(-h)) / (2 * h)
            let expected: Double = (4 * near - far) / 3
            // The loss holds rounding of a noise of 1e-11.
            let accuracy: Double = 1e-3 * (1 + abs(expected))
            XCTAssertEqual(gradient[index], expected, accuracy: accuracy, "parameter \(index)")
        }
    }

    func testPeriodogramFindsWavesAndTheirSizes() {
        let values = (0..<400).map { index -> Double in
            let x = Double(index) / 400
            return 3 + sin(2 * .pi * 40 * x) + 0.01 * cos(2 * .pi * 90.5 * x)
        }
        let found = Periodogram(values, spacing: 1.0 / 400, threshold: 1e-3, limit: 5)
        XCTAssertEqual(found.frequencies.count, 2)
        XCTAssertEqual(found.frequencies[0], 40, accuracy: 0.5)
        XCTAssertEqual(found.frequencies[1], 90.5, accuracy: 0.5)
        XCTAssertEqual(found.amplitudes[0], 1, accuracy: 0.01)
        XCTAssertLessThan(found.aliasing, 1e-3)
    }
}

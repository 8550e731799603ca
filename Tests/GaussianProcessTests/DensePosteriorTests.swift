import Expressions
import Foundation
import GaussianProcess
import Kernels
import NumericsCore
import Problems
import XCTest

/// Conditioning on functionals, against formulas with the matrices written out.
final class DensePosteriorTests: XCTestCase {
    private let pool = ThreadPool(threads: 2)
    private let kernel = ProductKernel([Matern(halfInteger: 3, length: 0.7)], variance: 1.4, coordinateNames: ["x"])

    private func block(
        _ derivative: Int, at points: [Double], values: [Double], factor: Double = 1, deviation: Double = 0
    ) -> FunctionalBlock {
        var block = FunctionalBlock(
            name: "", points: [Tensor(shape: [1, points.count], elements: points)],
            entries: [FunctionalBlock.Entry(site: 0, component: 0, derivative: MultiIndex([derivative]))],
            coefficients: Tensor(shape: [1, points.count], repeating: factor), values: Tensor(values),
            residuals: Tensor(values.map { -$0 }))
        block.deviation = deviation
        return block
    }

    private var system: FunctionalSystem {
        FunctionalSystem(
            blocks: [
                block(2, at: [0.1, 0.35, 0.6, 0.8], values: [1, -0.5, 0.25, 2], factor: -3), block(0, at: [0, 1], values: [0.3, -0.2]),
                block(1, at: [0.5], values: [0.7]),
            ], integrals: [])
    }

    /// (-1)^b k^(a+b), entry by entry.
    private func covariance(_ a: Int, _ x: Double, _ b: Int, _ y: Double) -> Double {
        1.4 * (b % 2 == 0 ? 1 : -1) * kernel.factors[0].derivatives(a + b, at: Tensor([x - y]))[a + b, 0]
    }

    private var rows: [(order: Int, factor: Double, point: Double, value: Double)] {
        system.blocks.flatMap { block in
            (0..<block.count).map { (block.entries[0].derivative[0], block.coefficients[0, $0], block.points[0][0, $0], block.values[$0]) }
        }
    }

    private var matrix: Tensor<Double> {
        let rows = rows
        return Tensor(shape: [7, 7], elements: rows.flatMap { a in
            rows.map { b in a.factor * b.factor * covariance(a.order, a.point, b.order, b.point) }
        })
    }

    func testMeanDeviationAndEvidence() throws {
        let posterior = try DensePosterior(system, prior: FieldPrior([kernel]), nugget: 0, amplitude: .prior, pool: pool)
        let factor = try CholeskyFactorization(matrix)
        var weights = Tensor(rows.map(\.value))
        try factor.solve(&weights)
        for point in [0.2, 0.55, 0.93] {
            for order in 0...2 {
                let cross = rows.map { $0.factor * covariance($0.order, $0.point, order, point) }
                let mean = zip(cross, weights.elements).reduce(0) { $0 + $1.0 * $1.1 }
                var solved = Tensor(cross)
                try factor.solveTriangular(&solved)
                let variance = covariance(order, point, order, point) - LinearAlgebra.dot(solved, solved)
                let jet = Jet(component: 0, derivative: MultiIndex([order])), place = Tensor(shape: [1, 1], elements: [point])
                // The condition of the matrix is 1e6.
                XCTAssertEqual(posterior.mean([jet], at: place)[0, 0], mean, accuracy: 1e-9 * max(1, abs(mean)))
                XCTAssertEqual(posterior.deviation(jet, at: place)[0], variance.squareRoot(), accuracy: 1e-8 * max(1, variance.squareRoot()))
            }
        }
        let fit = zip(rows, weights.elements).reduce(0) { $0 + $1.0.value * $1.1 }
        let evidence = -0.5 * (fit + factor.logDeterminant + 7 * log(2 * Double.pi))
        XCTAssertEqual(posterior.logEvidence, evidence, accuracy: 1e-8 * abs(evidence))
    }

    /// Evidence belongs to the values as they are: multiplying a functional and its value by 1000 changes it by log 1000, and nothing else.
    func testEvidenceHoldsTheLogarithmsOfScales() throws {
        let first = try DensePosterior(system, prior: FieldPrior([kernel]), nugget: 1e-13, amplitude: .integrated, pool: pool)
        var other = system
        other.blocks[2] = block(1, at: [0.5], values: [700], factor: 1000)
        let second = try DensePosterior(other, prior: FieldPrior([kernel]), nugget: 1e-13, amplitude: .integrated, pool: pool)
        XCTAssertEqual(first.logEvidence - second.logEvidence, log(1000), accuracy: 1e-7)
        let (jet, place) = (Jet(component: 0), Tensor(shape: [1, 1], elements: [0.3]))
        XCTAssertEqual(first.mean([jet], at: place)[0, 0], second.mean([jet], at: place)[0, 0], accuracy: 1e-9)
        XCTAssertEqual(first.deviation(jet, at: place)[0], second.deviation(jet, at: place)[0], accuracy: 1e-9)
    }

    /// σ² is yᵀΘ⁻¹y / n, or the mean of squared leave-one-out errors over their variances, each by conditioning on the others.
    func testAmplitudes() throws {
        var weights = Tensor(rows.map(\.value))
        try CholeskyFactorization(matrix).solve(&weights)
        let fit = zip(rows, weights.elements).reduce(0) { $0 + $1.0.value * $1.1 }
        let integrated = try DensePosterior(system, prior: FieldPrior([kernel]), nugget: 0, amplitude: .integrated, pool: pool)
        XCTAssertEqual(integrated.amplitude, fit / 7, accuracy: 1e-9 * fit)
        var sum = 0.0
        for left in 0..<7 {
            let others = (0..<7).filter { $0 != left }
            let part = Tensor(shape: [6, 6], elements: others.flatMap { a in others.map { matrix[a, $0] } })
            let factor = try CholeskyFactorization(part)
            var solved = Tensor(others.map { matrix[left, $0] })
            try factor.solve(&solved)
            let mean = zip(others, solved.elements).reduce(0) { $0 + rows[$1.0].value * $1.1 }
            let variance = matrix[left, left] - zip(others, solved.elements).reduce(0) { $0 + matrix[left, $1.0] * $1.1 }
            sum += (rows[left].value - mean) * (rows[left].value - mean) / variance
        }
        let leaveOneOut = try DensePosterior(system, prior: FieldPrior([kernel]), nugget: 0, amplitude: .leaveOneOut, pool: pool)
        XCTAssertEqual(leaveOneOut.amplitude, sum / 7, accuracy: 1e-7 * sum)
    }

    /// Moments of many draws are those of the posterior, and draws meet what the process was conditioned on.
    func testSamples() throws {
        let posterior = try DensePosterior(system, prior: FieldPrior([kernel]), nugget: 1e-14, amplitude: .integrated, pool: pool)
        var stream = RandomStream(seed: 2, name: "samples")
        let points = Tensor(shape: [1, 4], elements: [0, 0.2, 0.55, 0.9]), jet = Jet(component: 0), count = 4000
        let draws = try posterior.samples(count, of: jet, at: points, using: &stream)
        let (mean, deviation, covariance) = (posterior.mean([jet], at: points), posterior.deviation(jet, at: points), posterior.covariance(jet, at: points))
        for sample in 0..<10 { XCTAssertEqual(draws[sample, 0], 0.3, accuracy: 1e-5) }
        for a in 1..<4 {
            let average = (0..<count).reduce(0) { $0 + draws[$1, a] } / Double(count)
            XCTAssertEqual(average, mean[0, a], accuracy: 4 * deviation[a] / Double(count).squareRoot())
            for b in 1..<4 {
                let product = (0..<count).reduce(0) { $0 + (draws[$1, a] - mean[0, a]) * (draws[$1, b] - mean[0, b]) } / Double(count)
                // Four standard errors of a covariance.
                XCTAssertEqual(product, covariance[a, b], accuracy: 4 * 1.5 * deviation[a] * deviation[b] / Double(count).squareRoot())
            }
            XCTAssertEqual(covariance[a, a].squareRoot(), deviation[a], accuracy: 1e-6 * deviation[a])
        }
    }

    /// The process meets what it was conditioned on.
    func testTheMeanMeetsExactValues() throws {
        let posterior = try DensePosterior(system, prior: FieldPrior([kernel]), nugget: 1e-14, amplitude: .integrated, pool: pool)
        for row in rows {
            let jet = Jet(component: 0, derivative: MultiIndex([row.order]))
            let mean = posterior.mean([jet], at: Tensor(shape: [1, 1], elements: [row.point]))[0, 0]
            XCTAssertEqual(row.factor * mean, row.value, accuracy: 1e-8)
        }
    }

    func testAnIndefiniteMatrixNamesTheNuggetItNeeds() {
        // Twice the same derivative without noise, and a nugget of nothing to begin with: 1e-15 is enough for two.
        let twice = FunctionalSystem(blocks: [block(0, at: [0.5], values: [1]), block(0, at: [0.5], values: [1])], integrals: [])
        let posterior = try? DensePosterior(twice, prior: FieldPrior([kernel]), nugget: 0, amplitude: .integrated, pool: pool)
        XCTAssertEqual(posterior?.nugget ?? 0, 1e-15, accuracy: 1e-14)
        // What is no number is found, not factored.
        let broken = FunctionalSystem(blocks: [block(0, at: [0.2, .nan], values: [1, 1])], integrals: [])
        XCTAssertThrowsError(try DensePosterior(broken, prior: FieldPrior([kernel]), nugget: 0, amplitude: .integrated, pool: pool)) { error in
            XCTAssertTrue("\(error)".contains("functional 2"), "\(error)")
        }
        // A hundred values of a smooth function in a thousandth of its length: no nugget up to 1e-6 of nothing helps a negative one.
        var negative = block(0, at: [0.2, 0.8], values: [1, 1], deviation: 1)
        negative.coefficients = Tensor(shape: [1, 2], elements: [1, 1])
        let huge = ProductKernel([FactorSum([SquaredExponential(length: 100), Matern(halfInteger: 0, length: 1e-3)], weights: [1, -0.5])])
        negative.deviation = 0
        let system = FunctionalSystem(blocks: [negative])
        XCTAssertThrowsError(try DensePosterior(system, prior: FieldPrior([huge]), nugget: 0, amplitude: .integrated, pool: pool)) { error in
            XCTAssertTrue("\(error)".contains("would be needed"), "\(error)")
        }
    }
}

import Expressions
import Foundation
import GaussianProcess
import Kernels
import NumericsCore
import Problems
import XCTest

final class EvidenceTests: XCTestCase {
    private let pool = ThreadPool(threads: 2)

    private func system(noise: Double) -> FunctionalSystem {
        var stream = RandomStream(seed: 5, name: "evidence")
        func block(_ orders: [[Int]], _ count: Int, deviation: Double) -> FunctionalBlock {
            let points = Tensor(shape: [2, count], elements: (0..<2 * count).map { _ in stream.uniform() })
            var block = FunctionalBlock(
                name: "", points: [points], entries: orders.map { FunctionalBlock.Entry(site: 0, component: 0, derivative: MultiIndex($0)) },
                coefficients: Tensor(shape: [orders.count, count], elements: (0..<orders.count * count).map { _ in stream.uniform(from: 0.5, to: 2) }),
                values: Tensor((0..<count).map { _ in stream.normal() }), residuals: Tensor(shape: [count], repeating: 0))
            block.deviation = deviation
            return block
        }
        return FunctionalSystem(
            blocks: [block([[2, 0], [0, 2], [1, 0]], 12, deviation: 0), block([[0, 0]], 9, deviation: noise)], integrals: [])
    }

    /// Central differences of order 4, with noise and without.
    func testGradients() {
        let kernel = ProductKernel(
            [Matern(halfInteger: 3, length: 0.5), RationalQuadratic(length: 0.6, exponent: 1.5)], coordinateNames: ["x", "y"])
        for noise in [0, 0.2] {
            let free = Array(noise == 0 ? 1..<4 : 0..<4)
            let bounds = free.map { _ in -3.0...3.0 }
            let objective = EvidenceObjective(
                system(noise: noise), prior: FieldPrior([kernel]), free: free, bounds: bounds, nugget: 1e-10, pool: pool)
            let start = Tensor(free.indices.map { 0.3 * Double($0) - 0.4 }), step = 1e-3
            var gradient = start
            _ = objective.loss(at: start, gradient: &gradient)
            for index in free.indices {
                func at(_ shift: Double) -> Double {
                    var moved = start
                    moved[index] += shift * step
                    return objective.loss(at: moved)
                }
                let difference = (-at(2) + 8 * at(1) - 8 * at(-1) + at(-2)) / (12 * step)
                XCTAssertEqual(gradient[index], difference, accuracy: 1e-6 * max(1, abs(difference)), "noise \(noise), parameter \(index)")
            }
        }
    }

    /// Two priors are compared by the evidence of the values as they are, whatever their covariances are scaled by.
    func testTheObjectiveIsTheEvidenceOfThePosterior() throws {
        let system = system(noise: 0)
        func both(_ length: Double) throws -> (Double, Double) {
            let prior = FieldPrior([ProductKernel([Matern(halfInteger: 3, length: length), Matern(halfInteger: 4, length: 0.4)])])
            let objective = EvidenceObjective(system, prior: prior, free: [], bounds: [], nugget: 1e-10, pool: pool)
            let posterior = try DensePosterior(system, prior: prior, nugget: 1e-10, amplitude: .integrated, pool: pool)
            return (-objective.loss(at: Tensor([Double]())), posterior.logEvidence)
        }
        let (a, b) = (try both(0.3), try both(0.8))
        XCTAssertEqual(a.0 - b.0, a.1 - b.1, accuracy: 1e-7)
        XCTAssertGreaterThan(abs(a.0 - b.0), 1)
    }
}

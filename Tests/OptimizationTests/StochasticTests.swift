import NumericsCore
import Optimization
import XCTest

final class StochasticTests: XCTestCase {
    /// Two steps on x²/2 + y, followed with pencil and paper.
    func testAdamStepsAsDerivedByHand() throws {
        let problem = GradientObjective { [$0[0], 1] }
        var settings = Adam.Settings()
        (settings.rate, settings.epsilon, settings.weightDecay) = (.constant(0.1), 0, 0.5)
        var (optimizer, parameters) = (Adam(settings: settings), Tensor([2.0, 3]))
        _ = try optimizer.step(problem, parameters: &parameters)
        // The first step has the length of the rate, after a decay by 0.05.
        XCTAssertEqual(parameters[0], 1.8, accuracy: 1e-15)
        XCTAssertEqual(parameters[1], 2.75, accuracy: 1e-15)
        _ = try optimizer.step(problem, parameters: &parameters)
        let (mean, square) = ((0.09 * 2 + 0.1 * 1.8) / 0.19, (0.999e-3 * 4 + 1e-3 * 3.24) / (1 - 0.999 * 0.999))
        XCTAssertEqual(parameters[0], 0.95 * 1.8 - 0.1 * mean / square.squareRoot(), accuracy: 1e-13)
        XCTAssertEqual(parameters[1], 0.95 * 2.75 - 0.1, accuracy: 1e-13)
    }

    func testSchedules() {
        XCTAssertEqual(LearningRate.constant(0.2).value(at: 7), 0.2)
        XCTAssertEqual(LearningRate.exponential(0.2, factor: 0.5, interval: 10).value(at: 20), 0.05, accuracy: 1e-16)
        let cosine = LearningRate.cosine(1, final: 0.2, steps: 100)
        for (step, value) in [(0, 1.0), (50, 0.6), (100, 0.2), (1000, 0.2)] {
            XCTAssertEqual(cosine.value(at: step), value, accuracy: 1e-15)
        }
        let cycle = LearningRate.oneCycle(peak: 1, rise: 0.3, steps: 100)
        for (step, value) in [(0, 0.04), (15, 0.52), (30, 1), (100, 1e-5)] {
            XCTAssertEqual(cycle.value(at: step), value, accuracy: 1e-15)
        }
    }

    /// A matrix of one entry has no basis but ±1: SOAP is Adam.
    func testSOAPOfSingleEntriesIsAdam() throws {
        let problem = GradientObjective { [$0[0] - 0.3 * $0[1], 4 * $0[1] - 0.3 * $0[0] + 1] }
        var soap = SOAP.Settings()
        (soap.rate, soap.firstDecay, soap.secondDecay, soap.epsilon) = (.constant(0.05), 0.9, 0.99, 0)
        var adam = Adam.Settings()
        (adam.rate, adam.firstDecay, adam.secondDecay, adam.epsilon) = (.constant(0.05), 0.9, 0.99, 0)
        var first = SOAP(blocks: [.init(offset: 0, rows: 1, columns: 1), .init(offset: 1, rows: 1, columns: 1)], settings: soap)
        var second = Adam(settings: adam)
        var (one, other) = (Tensor([1.0, -2]), Tensor([1.0, -2]))
        for _ in 0..<40 {
            _ = try first.step(problem, parameters: &one)
            _ = try second.step(problem, parameters: &other)
        }
        XCTAssertLessThan(QuasiNewtonTests.difference(one, other), 1e-13)
    }

    /// Rotating rows and columns of the weight matrix rotates the steps of SOAP, which Adam's are not.
    func testSOAPDoesNotDependOnTheBasis() throws {
        let (rows, columns) = (3, 4)
        let left = try SymmetricEigen(Self.symmetric(rows)).vectors
        let right = try SymmetricEigen(Self.symmetric(columns)).vectors
        func rotated(_ w: Tensor<Double>, back: Bool) -> Tensor<Double> {
            let half = LinearAlgebra.multiply(left, w.reshaped([rows, columns]), transposeA: back)
            return LinearAlgebra.multiply(half, right, transposeB: !back).reshaped([rows * columns])
        }
        // Coefficients from 1 to 12 and a mixed term; the minimum is not at zero.
        func gradient(_ w: Tensor<Double>) -> [Double] {
            w.elements.indices.map { Double($0 + 1) * w[$0] - Double.sin(Double($0)) + 0.3 * w[11 - $0] }
        }
        let plain = GradientObjective { gradient($0) }
        let turned = GradientObjective { rotated(Tensor(gradient(rotated($0, back: true))), back: false).elements }
        var settings = SOAP.Settings()
        (settings.rate, settings.refreshInterval) = (.constant(0.02), 3)
        let block = SOAP.MatrixBlock(offset: 0, rows: rows, columns: columns)
        var (first, second) = (SOAP(blocks: [block], settings: settings), SOAP(blocks: [block], settings: settings))
        var one = Tensor((0..<12).map { Double.cos(3 * Double($0)) })
        let start = one
        var other = rotated(one, back: false)
        for _ in 0..<25 {
            _ = try first.step(plain, parameters: &one)
            _ = try second.step(turned, parameters: &other)
        }
        // Rounding relative to the epsilon of 1e-8.
        XCTAssertLessThan(QuasiNewtonTests.difference(rotated(one, back: false), other), 1e-6)
        XCTAssertGreaterThan(QuasiNewtonTests.difference(one, start), 0.1)
    }

    /// (Jᵀ J + λ I) φ = Jᵀ (r - μ J φ_last) + μ (Jᵀ J + λ I) φ_last in two steps of a linear problem.
    func testSPRINGStepsSolveTheirLeastSquaresProblem() throws {
        let problem = LevenbergMarquardtTests.sines(rows: 6, parameters: 15)
        var settings = SPRING.Settings()
        (settings.rate, settings.momentum, settings.damping) = (.constant(0.3), 0.8, 0.02)
        var (optimizer, parameters) = (SPRING(settings: settings), Tensor(problem.start))
        var last = Tensor(shape: [15], repeating: 0.0)
        for _ in 0..<3 {
            let before = parameters
            _ = try optimizer.step(problem, parameters: &parameters)
            let phi = Tensor(zip(before.elements, parameters.elements).map { ($0 - $1) / 0.3 })
            var residual = Tensor(shape: [6], repeating: 0.0)
            let shared = SharedMatrix(rowCount: 15, columnCount: 6)
            problem.linearization(at: before, residual: &residual, jacobian: shared)
            let transposed = shared.tensor
            let lambda = 0.02 * LinearAlgebra.dot(transposed, transposed) / 6
            // φ minimises ‖J φ - r‖² + λ ‖φ - μ φ_last‖².
            var change = LinearAlgebra.multiply(transposed, phi, transposeA: true)
            LinearAlgebra.addScaled(-1, residual, to: &change)
            var stationary = LinearAlgebra.multiply(transposed, change)
            LinearAlgebra.addScaled(lambda, phi, to: &stationary)
            LinearAlgebra.addScaled(-0.8 * lambda, last, to: &stationary)
            XCTAssertLessThan(LinearAlgebra.norm(stationary), 1e-10)
            last = phi
        }
    }

    /// Every step sees other rows of one linear problem that all rows fit.
    func testSPRINGLearnsFromFreshSamples() throws {
        let truth = (0..<20).map { Double.cos(1 + 2 * Double($0)) }
        var (optimizer, parameters) = (SPRING(), Tensor(shape: [20], repeating: 0.0))
        var stream = RandomStream(seed: 5, name: "samples")
        for _ in 0..<300 {
            let rows = (0..<5).map { _ in (0..<20).map { _ in stream.normal() } }
            let sample = ResidualProblem("sample", start: Array(repeating: 0, count: 20)) { x in
                rows.map { row in
                    zip(row, truth).reduce(DirectionalJet(0)) { $0 - $1.0 * $1.1 }
                        + zip(row, x).reduce(DirectionalJet(0)) { $0 + $1.0 * $1.1 }
                }
            }
            _ = try optimizer.step(sample, parameters: &parameters)
        }
        XCTAssertLessThan(QuasiNewtonTests.difference(parameters, Tensor(truth)), 1e-8)
    }

    private static func symmetric(_ order: Int) -> Tensor<Double> {
        Tensor(
            shape: [order, order],
            elements: (0..<order * order).map { Double.sin(Double(($0 / order + 1) * ($0 % order + 1))) })
    }
}

/// An objective of which the gradient matters alone.
private final class GradientObjective: Objective {
    let parameterCount = 0
    private let formula: (Tensor<Double>) -> [Double]

    init(_ formula: @escaping (Tensor<Double>) -> [Double]) { self.formula = formula }

    func loss(at parameters: Tensor<Double>) -> Double { 0 }

    func loss(at parameters: Tensor<Double>, gradient: inout Tensor<Double>) -> Double {
        gradient = Tensor(formula(parameters))
        return 0
    }
}

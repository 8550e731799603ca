import NumericsCore
import Optimization
import XCTest

final class QuasiNewtonTests: XCTestCase {
    /// Every update is compared with the formulas written out with dense matrices, and must give H y = s.
    func testUpdatesByTheFormulasOfTheFamily() throws {
        let problem = ResidualProblem.powellSingular
        for variant in SelfScaledBroyden.Variant.allCases {
            var settings = SelfScaledBroyden.Settings()
            settings.variant = variant
            for threads in [1, 2] {
                var optimizer = SelfScaledBroyden(settings: settings, pool: ThreadPool(threads: threads))
                var parameters = Tensor(problem.start)
                for step in 0..<15 {
                    let before = Place(problem, parameters, optimizer.approximation)
                    let report = try optimizer.step(problem, parameters: &parameters)
                    let after = Place(problem, parameters, optimizer.approximation)
                    let length = try XCTUnwrap(report.quantities.first { $0.name == "step length" }).value
                    let expected = Self.updated(before, after, length, variant, isFirst: step == 0)
                    let size = LinearAlgebra.norm(expected)
                    XCTAssertLessThan(Self.difference(after.matrix, expected), 1e-10 * size, "\(variant), step \(step)")
                    let change = Self.minus(after.gradient, before.gradient)
                    let product = LinearAlgebra.multiply(after.matrix, change)
                    XCTAssertLessThan(
                        Self.difference(product, Self.minus(after.parameters, before.parameters)),
                        1e-14 * size * LinearAlgebra.norm(change), "\(variant), step \(step)")
                    XCTAssertNoThrow(try CholeskyFactorization(after.matrix))
                }
            }
        }
    }

    func testStepLengthsMeetTheStrongWolfeConditions() throws {
        for method: any Optimizer in [SelfScaledBroyden(), LimitedMemoryBFGS()] {
            for problem in [ResidualProblem.rosenbrock(20), .freudensteinRoth, .brownBadlyScaled] {
                var (optimizer, parameters) = (method, Tensor(problem.start))
                // Before differences of the loss are lost in rounding.
                for step in 0..<12 {
                    let before = Place(problem, parameters, nil)
                    _ = try optimizer.step(problem, parameters: &parameters)
                    let after = Place(problem, parameters, nil)
                    let moved = Self.minus(after.parameters, before.parameters)
                    let (old, new) = (
                        LinearAlgebra.dot(before.gradient, moved), LinearAlgebra.dot(after.gradient, moved)
                    )
                    XCTAssertLessThan(old, 0)
                    XCTAssertLessThanOrEqual(after.loss, before.loss + 1e-4 * old, "\(problem.name), step \(step)")
                    XCTAssertLessThanOrEqual(abs(new), 0.9 * abs(old), "\(problem.name), step \(step)")
                }
            }
        }
    }

    /// With all pairs kept, no scaling after the first step and the same start, L-BFGS and BFGS are one method until the
    /// first scaling of L-BFGS differs: in the second direction they agree.
    func testLimitedMemoryStartsLikeBFGS() throws {
        let problem = ResidualProblem.rosenbrock(20)
        var settings = SelfScaledBroyden.Settings()
        settings.variant = .bfgs
        var (dense, limited) = (SelfScaledBroyden(settings: settings), LimitedMemoryBFGS())
        var (first, second) = (Tensor(problem.start), Tensor(problem.start))
        for _ in 0..<2 {
            _ = try dense.step(problem, parameters: &first)
            _ = try limited.step(problem, parameters: &second)
        }
        XCTAssertLessThan(Self.difference(first, second), 1e-12)
    }

    /// A changed objective is looked at anew, and H is kept.
    func testKeepsTheMatrixWhenTheObjectiveChanges() throws {
        let (first, second) = (ResidualProblem.rosenbrock(20), ResidualProblem.rosenbrock(20))
        var (optimizer, other) = (SelfScaledBroyden(), SelfScaledBroyden())
        var (parameters, same) = (Tensor(first.start), Tensor(first.start))
        for step in 0..<20 {
            if step == 10 { optimizer.objectiveChanged() }
            _ = try optimizer.step(step < 10 ? first : second, parameters: &parameters)
            _ = try other.step(first, parameters: &same)
        }
        // The direction is computed anew from the same H, with other rounding than by the update.
        XCTAssertLessThan(Self.difference(parameters, same), 1e-8)
    }
}

extension QuasiNewtonTests {
    struct Place {
        var parameters: Tensor<Double>
        var gradient: Tensor<Double>
        var loss: Double
        var matrix: Tensor<Double>

        init(_ problem: ResidualProblem, _ parameters: Tensor<Double>, _ packed: PackedSymmetricMatrix?) {
            self.parameters = parameters
            gradient = parameters
            loss = problem.loss(at: parameters, gradient: &gradient)
            matrix = LinearAlgebra.identity(parameters.count)
            guard let packed else { return }
            for row in 0..<packed.order {
                for column in 0...row {
                    matrix[row, column] = packed.entries[row * (row + 1) / 2 + column]
                    matrix[column, row] = matrix[row, column]
                }
            }
        }
    }

    static func updated(
        _ before: Place, _ after: Place, _ length: Double, _ variant: SelfScaledBroyden.Variant, isFirst: Bool
    ) -> Tensor<Double> {
        let (s, y) = (minus(after.parameters, before.parameters), minus(after.gradient, before.gradient))
        let q = LinearAlgebra.multiply(before.matrix, y)
        let (c, size) = (LinearAlgebra.dot(y, s), LinearAlgebra.dot(y, q))
        let (h, b) = (size / c, -length * LinearAlgebra.dot(s, before.gradient) / c)
        let a = b * h - 1
        let (low, order) = (min(1, h * (1 - (abs(a) / (1 + a)).squareRoot())), Double(s.count))
        let theta = variant == .selfScaledBroyden ? max((low - 1) / a, min(1 / low, (1 - b) / b)) : 0
        let sigma = 1 + a * theta
        let root = Double.pow(abs(sigma), 1 / (1 - order))
        var tau = theta <= 0 ? min(min(1, 1 / b) * root, sigma) : min(1, 1 / b) * min(root, 1 / theta)
        if variant == .selfScaledBFGS { tau = min(1, 1 / b) }
        if variant == .bfgs { tau = 1 }
        if isFirst { tau = h / sigma }
        let phi = (1 - theta) / sigma
        var result = before.matrix
        for row in 0..<s.count {
            for column in 0..<s.count {
                let (left, right) = (s[row] / c - q[row] / size, s[column] / c - q[column] / size)
                let inner = result[row, column] - q[row] * q[column] / size + phi * size * left * right
                result[row, column] = inner / tau + s[row] * s[column] / c
            }
        }
        return result
    }

    static func minus(_ a: Tensor<Double>, _ b: Tensor<Double>) -> Tensor<Double> {
        Tensor(zip(a.elements, b.elements).map { $0 - $1 })
    }

    static func difference(_ a: Tensor<Double>, _ b: Tensor<Double>) -> Double {
        zip(a.elements, b.elements).map { abs($0 - $1) }.max() ?? 0
    }
}

import NumericsCore
import XCTest

/// The same demands on every iteration, each on systems of its own kind.
final class KrylovTests: XCTestCase {
    private typealias Maker = (
        any LinearOperator, Tensor<Double>, Tensor<Double>?, any Preconditioner, KrylovLimits
    ) -> any KrylovStepper

    private struct Method {
        var name: String
        var matrix: Tensor<Double>
        var make: Maker
    }

    private static let order = 24

    /// Symmetric with the eigenvalues given, non-symmetric with a strong symmetric part, and so on.
    private func symmetric(_ eigenvalue: (Int) -> Double) -> Tensor<Double> {
        let order = KrylovTests.order
        let q = try! QRFactorization(MatrixFixtures.random([order, order], seed: 5)).orthogonalFactor
        var scaled = q
        for row in 0..<order { for column in 0..<order { scaled[row, column] *= eigenvalue(column) } }
        return LinearAlgebra.multiply(scaled, q, transposeB: true)
    }

    private var methods: [Method] {
        let positive = symmetric { 1 + Double($0) }
        let indefinite = symmetric { Double($0) - 7.5 }
        var general = MatrixFixtures.random([KrylovTests.order, KrylovTests.order], seed: 6)
        for index in 0..<KrylovTests.order { general[index, index] += 4 }
        return [
            Method(name: "conjugate gradients", matrix: positive) {
                ConjugateGradient($0, right: $1, start: $2, preconditioner: $3, limits: $4)
            },
            Method(name: "flexible conjugate gradients", matrix: positive) {
                ConjugateGradient($0, right: $1, start: $2, preconditioner: $3, flexible: true, limits: $4)
            },
            Method(name: "MINRES", matrix: positive) {
                MinimumResidual($0, right: $1, start: $2, preconditioner: $3, limits: $4)
            },
            Method(name: "MINRES, indefinite", matrix: indefinite) {
                MinimumResidual($0, right: $1, start: $2, preconditioner: $3, limits: $4)
            },
            Method(name: "GMRES", matrix: general) {
                GMRES($0, right: $1, start: $2, preconditioner: $3, limits: $4)
            },
            Method(name: "GMRES, restarted", matrix: general) {
                GMRES($0, right: $1, start: $2, preconditioner: $3, restart: 8, limits: $4)
            },
            Method(name: "flexible GMRES", matrix: general) {
                GMRES($0, right: $1, start: $2, preconditioner: $3, restart: 8, flexible: true, limits: $4)
            },
        ]
    }

    private let right = MatrixFixtures.random([KrylovTests.order], seed: 7)

    private func residualNorm(_ matrix: Tensor<Double>, _ x: Tensor<Double>) -> Double {
        var residual = right
        LinearAlgebra.multiply(matrix, x, alpha: -1, beta: 1, into: &residual)
        return LinearAlgebra.norm(residual)
    }

    func testConvergesToTheRelativeToleranceAndSaysSoTruthfully() {
        for method in methods {
            var stepper = method.make(
                DenseOperator(method.matrix), right, nil, IdentityPreconditioner(), KrylovLimits(relative: 1e-9))
            XCTAssertEqual(stepper.run(), .converged, method.name)
            let norm = residualNorm(method.matrix, stepper.solution)
            XCTAssertLessThanOrEqual(norm, 1e-9 * LinearAlgebra.norm(right), method.name)
            // The last entry is the true residual, computed by the same products.
            XCTAssertEqual(stepper.history.last!, norm, accuracy: 1e-14, method.name)
            XCTAssertEqual(stepper.history.first!, LinearAlgebra.norm(right), method.name)
        }
    }

    func testEndsAtTheAbsoluteToleranceWhenThatComesFirst() {
        for method in methods {
            var stepper = method.make(
                DenseOperator(method.matrix), right, nil, IdentityPreconditioner(),
                KrylovLimits(absolute: 0.3, relative: 1e-12))
            stepper.run()
            let norm = residualNorm(method.matrix, stepper.solution)
            XCTAssertLessThanOrEqual(norm, 0.3, method.name)
            XCTAssertGreaterThan(norm, 1e-9, method.name)
        }
    }

    func testAConvergedStartNeedsNoStep() throws {
        for method in methods {
            var exact = right
            try LUFactorization(method.matrix).solve(&exact)
            var stepper = method.make(
                DenseOperator(method.matrix), right, exact, IdentityPreconditioner(), KrylovLimits(relative: 1e-8))
            XCTAssertTrue(stepper.isDone, method.name)
            stepper.step()
            XCTAssertEqual(stepper.history.count, 1, method.name)
            XCTAssertEqual(stepper.solution, exact, method.name)
        }
    }

    func testAGoodStartIsUsed() throws {
        for method in methods {
            var near = right
            try LUFactorization(method.matrix).solve(&near)
            near[3] += 1e-3
            var stepper = method.make(
                DenseOperator(method.matrix), right, near, IdentityPreconditioner(), KrylovLimits(relative: 1e-9))
            XCTAssertLessThan(stepper.history[0], 0.1, method.name)
            XCTAssertEqual(stepper.run(), .converged, method.name)
            XCTAssertLessThanOrEqual(
                residualNorm(method.matrix, stepper.solution), 1e-9 * LinearAlgebra.norm(right), method.name)
        }
    }

    func testAPerfectPreconditionerNeedsAtMostTwoSteps() throws {
        for method in methods where method.name != "MINRES, indefinite" {
            let exact = FactorizationPreconditioner(try LUFactorization(method.matrix))
            var stepper = method.make(DenseOperator(method.matrix), right, nil, exact, KrylovLimits(relative: 1e-10))
            XCTAssertEqual(stepper.run(), .converged, method.name)
            XCTAssertLessThanOrEqual(stepper.history.count - 1, 2, method.name)
        }
    }

    func testAZeroRightHandSideHasTheZeroSolution() {
        let zero = Tensor(shape: [KrylovTests.order], repeating: 0.0)
        for method in methods {
            for start in [nil, right] {
                let stepper = method.make(
                    DenseOperator(method.matrix), zero, start, IdentityPreconditioner(), KrylovLimits())
                XCTAssertEqual(stepper.status, .converged, method.name)
                XCTAssertEqual(stepper.solution, zero, method.name)
            }
        }
    }

    func testAFunctionServesAsOperator() {
        for method in methods {
            let matrix = method.matrix
            let function = FunctionOperator(order: KrylovTests.order) { LinearAlgebra.multiply(matrix, $0, into: &$1) }
            var (free, dense) = (
                method.make(function, right, nil, IdentityPreconditioner(), KrylovLimits()),
                method.make(DenseOperator(matrix), right, nil, IdentityPreconditioner(), KrylovLimits())
            )
            free.run()
            dense.run()
            XCTAssertEqual(free.solution, dense.solution, method.name)
        }
    }

    func testTheIterationLimitIsKept() {
        for method in methods {
            var stepper = method.make(
                DenseOperator(method.matrix), right, nil, IdentityPreconditioner(),
                KrylovLimits(relative: 1e-14, iterations: 3))
            XCTAssertEqual(stepper.run(), .iterationLimit, method.name)
            XCTAssertEqual(stepper.history.count, 4, method.name)
            XCTAssertLessThan(
                residualNorm(method.matrix, stepper.solution), 1.01 * LinearAlgebra.norm(right) + 10, method.name)
        }
    }

    func testMinimisingMethodsNeverLetTheResidualGrow() {
        for method in methods where !method.name.contains("gradients") {
            var stepper = method.make(
                DenseOperator(method.matrix), right, nil, IdentityPreconditioner(), KrylovLimits(relative: 1e-10))
            stepper.run()
            for (before, after) in zip(stepper.history, stepper.history.dropFirst()) {
                // The last entry is recomputed from the solution, hence some eps of the start.
                XCTAssertLessThanOrEqual(after, before * (1 + 1e-12) + 1e-13, method.name)
            }
        }
    }

    func testDiagonalPreconditionerHelpsWhereTheDiagonalVaries() {
        let order = 60
        var matrix = Tensor(shape: [order, order], repeating: 0.0)
        for index in 0..<order {
            matrix[index, index] = Double((index + 1) * (index + 1) * (index + 1))
            if index > 0 {
                matrix[index, index - 1] = 0.5
                matrix[index - 1, index] = 0.5
            }
        }
        let right = Tensor(shape: [order], repeating: 1.0)
        let jacobi = DiagonalPreconditioner(diagonal: (0..<order).map { matrix[$0, $0] })
        var plain = ConjugateGradient(DenseOperator(matrix), right: right)
        var helped = ConjugateGradient(DenseOperator(matrix), right: right, preconditioner: jacobi)
        var minimal = MinimumResidual(DenseOperator(matrix), right: right, preconditioner: jacobi)
        XCTAssertEqual([plain.run(), helped.run(), minimal.run()], [.converged, .converged, .converged])
        XCTAssertLessThan(3 * helped.history.count, plain.history.count)
        XCTAssertLessThan(3 * minimal.history.count, plain.history.count)
    }

    func testFlexibleFormsBearAPreconditionerThatChanges() {
        // Every second call scales the residual by the diagonal, the others leave it alone.
        final class Counter: @unchecked Sendable { var calls = 0 }
        for method in methods where method.name.contains("flexible") {
            let counter = Counter()
            let matrix = method.matrix
            let changing = FunctionPreconditioner { residual, result in
                counter.calls += 1
                for index in 0..<residual.count {
                    result[index] = counter.calls % 2 == 0 ? residual[index] / matrix[index, index] : residual[index]
                }
            }
            var stepper = method.make(
                DenseOperator(matrix), right, nil, changing, KrylovLimits(relative: 1e-9, iterations: 200))
            XCTAssertEqual(stepper.run(), .converged, method.name)
        }
    }

    func testConjugateGradientsRefuseAnIndefiniteOperator() {
        let matrix = Tensor(shape: [2, 2], elements: [1.0, 0, 0, -1])
        var stepper = ConjugateGradient(DenseOperator(matrix), right: Tensor([1.0, 2]))
        XCTAssertEqual(stepper.run(), .breakdown)
    }

    func testASingularOperatorEndsInABreakdown() {
        let matrix = Tensor(shape: [2, 2], elements: [1.0, 0, 0, 0])
        var stepper = GMRES(DenseOperator(matrix), right: Tensor([0.0, 1]))
        XCTAssertEqual(stepper.run(), .breakdown)
        var symmetric = MinimumResidual(DenseOperator(matrix), right: Tensor([0.0, 1]))
        XCTAssertEqual(symmetric.run(), .breakdown)
    }

    func testAToleranceBelowRoundingEndsHonestly() {
        for method in methods {
            var stepper = method.make(
                DenseOperator(method.matrix), right, nil, IdentityPreconditioner(),
                KrylovLimits(relative: 1e-19, iterations: 400))
            XCTAssertNotEqual(stepper.run(), .converged, method.name)
            // Attainable accuracy: some hundred eps times norm 30.
            XCTAssertLessThan(residualNorm(method.matrix, stepper.solution), 1e-11, method.name)
        }
    }
}

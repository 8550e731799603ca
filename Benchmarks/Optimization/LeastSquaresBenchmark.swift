import NumericsCore
import Optimization

/// One step of Levenberg and Marquardt, linearisation included, by Cholesky, by QR and in kernel form, and of SPRING.
enum LeastSquaresBenchmark {
    static func run(_ parameters: Int, _ rows: Int, _ pool: ThreadPool) {
        let work = Work(QuadraticObjective(parameters: parameters, rows: rows), pool)
        let wide = Work(QuadraticObjective(parameters: rows, rows: parameters), pool)
        let times = leastTimes(
            rounds: 7,
            [
                { work.multiply() }, { work.linearize() }, { work.product(pool) }, { work.step(.cholesky, pool) },
                { work.step(.orthogonal, pool) }, { wide.step(.kernel, pool) },
            ])
        let operations = 2 * Double(work.order * work.order * work.order)
        print(
            "\(parameters) parameters, \(rows) rows: one thread multiplies at \(fixed(operations / times[0].wall * 1e-9)) Gflop/s;"
                + " J \(milliseconds(times[1])), Jᵀ J \(milliseconds(times[2]))")
        print(
            "    step by Cholesky \(milliseconds(times[3])), by QR \(milliseconds(times[4])),"
                + " kernel form the other way round \(milliseconds(times[5]))")
    }

    private static func milliseconds(_ times: Times) -> String {
        "\(fixed(times.wall * 1e3)) ms (processor \(fixed(times.processor * 1e3)))"
    }

    private final class Work {
        let order = 512
        private let objective: QuadraticObjective
        private let jacobian: SharedMatrix
        private var residual: Tensor<Double>
        private var gram: Tensor<Double>
        private let square: Tensor<Double>
        private var result: Tensor<Double>
        private var optimizers: [LevenbergMarquardt.Factorization: LevenbergMarquardt] = [:]
        private var start: Tensor<Double>

        init(_ objective: QuadraticObjective, _ pool: ThreadPool) {
            self.objective = objective
            jacobian = SharedMatrix(rowCount: objective.parameterCount, columnCount: objective.rowCount)
            residual = Tensor(shape: [objective.rowCount], repeating: 0)
            gram = Tensor(shape: [objective.parameterCount, objective.parameterCount], repeating: 0)
            square = Tensor(shape: [order, order], repeating: 0.5)
            result = square
            start = Tensor(shape: [objective.parameterCount], repeating: 0)
        }

        func multiply() { LinearAlgebra.multiply(square, square, into: &result) }
        func linearize() { objective.linearization(at: start, residual: &residual, jacobian: jacobian) }
        func product(_ pool: ThreadPool) { jacobian.symmetricProduct(into: &gram, pool: pool) }

        /// A step from zero, which is accepted at the first trial.
        func step(_ factorization: LevenbergMarquardt.Factorization, _ pool: ThreadPool) {
            var settings = LevenbergMarquardt.Settings()
            settings.factorization = factorization
            var optimizer = optimizers[factorization] ?? LevenbergMarquardt(settings: settings, pool: pool)
            for index in 0..<start.count { start[index] = 0 }
            _ = try? optimizer.step(objective, parameters: &start)
            optimizers[factorization] = optimizer
        }
    }
}

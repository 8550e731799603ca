import NumericsCore
import Optimization

/// Steps of the other methods on an objective that costs next to nothing.
enum SecantBenchmark {
    static func run(_ pool: ThreadPool) {
        for parameters in [200, 1000, 2000] {
            var broyden = SelfScaledBroyden(pool: pool)
            var limited = LimitedMemoryBFGS()
            var adam = Adam()
            let objective = Chain(parameters)
            var places = Array(repeating: Tensor((0..<parameters).map { Double.sin(Double($0)) }), count: 3)
            let times = leastTimes(
                rounds: 60,
                [
                    { _ = try? broyden.step(objective, parameters: &places[0]) },
                    { _ = try? limited.step(objective, parameters: &places[1]) },
                    { _ = try? adam.step(objective, parameters: &places[2]) },
                ])
            print(
                "\(parameters) parameters: self-scaled Broyden \(fixed(times[0].wall * 1e3, 3)) ms,"
                    + " L-BFGS \(fixed(times[1].wall * 1e3, 3)) ms, Adam \(fixed(times[2].wall * 1e3, 4)) ms a step")
        }
    }

    /// The extended function of Rosenbrock with a coupling of neighbours.
    private final class Chain: Objective {
        let parameterCount: Int
        init(_ count: Int) { parameterCount = count }

        func loss(at parameters: Tensor<Double>) -> Double {
            var unused = parameters
            return loss(at: parameters, gradient: &unused)
        }

        func loss(at parameters: Tensor<Double>, gradient: inout Tensor<Double>) -> Double {
            let count = parameterCount
            return parameters.withUnsafeBufferPointer { x in
                gradient.withUnsafeMutableBufferPointer { g in
                    g.update(repeating: 0)
                    var loss = 0.0
                    for index in 0..<count - 1 {
                        let (valley, distance) = (x[index + 1] - x[index] * x[index], 1 - x[index])
                        loss += 100 * valley * valley + distance * distance
                        g[index] -= 400 * valley * x[index] + 2 * distance
                        g[index + 1] += 200 * valley
                    }
                    return loss
                }
            }
        }
    }
}

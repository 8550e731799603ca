import Expressions
import NumericsCore
import Problems
import Solving

/// Evaluates posterior means at points of space, at the output times.
struct PosteriorEvaluator: SolutionEvaluator {
    let posterior: DensePosterior
    let problem: Problem
    let times: [Double?]

    func evaluate(_ jets: [JetRequest], at points: Tensor<Double>, snapshot: Int) throws -> Tensor<Double> {
        posterior.mean(jets, at: problem.places(points, time: times[snapshot]))
    }
}

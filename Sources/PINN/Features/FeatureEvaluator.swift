import Expressions
import NumericsCore
import Problems
import Solving

/// Evaluates features at points of space, at the output times.
struct FeatureEvaluator: SolutionEvaluator {
    let answer: FeatureAnswer
    let problem: Problem
    let times: [Double?]

    var isMeshless: Bool { true }

    func evaluate(_ jets: [JetRequest], at points: Tensor<Double>, snapshot: Int) throws -> Tensor<Double> {
        answer.values(jets, at: problem.places(points, time: times[snapshot]), time: times[snapshot])
    }
}

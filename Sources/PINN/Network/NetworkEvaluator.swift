import NumericsCore
import Problems
import Solving
import TrialFunctions

/// Evaluates a trained network and its derivatives anywhere.
struct NetworkEvaluator: SolutionEvaluator {
    let space: TrialSpace
    let parameters: Tensor<Double>
    /// Output times; nil for steady problems.
    let times: [Double?]

    func evaluate(_ jets: [JetRequest], at points: Tensor<Double>, snapshot: Int) throws -> Tensor<Double> {
        values(of: jets, at: space.problem.places(points, time: times[snapshot]))
    }

    /// Values of jets at points [coordinate][point]; [jet][point].
    func values(of jets: [JetRequest], at coordinates: Tensor<Double>) -> Tensor<Double> {
        space.values(of: jets, parameters: parameters, at: coordinates)
    }
}

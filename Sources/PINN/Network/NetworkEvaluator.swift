import NumericsCore
import Problems
import Solving
import TrialFunctions

/// Evaluates a trained network and its derivatives anywhere.
struct NetworkEvaluator: ParametricEvaluator {
    let space: TrialSpace
    /// The problem as asked for; that of the space has its inputs as coordinates.
    let problem: Problem
    let parameters: Tensor<Double>
    /// Output times; nil for steady problems.
    let times: [Double?]

    var isMeshless: Bool { true }

    func taking(_ problem: Problem) -> any SolutionEvaluator {
        NetworkEvaluator(space: space, problem: problem, parameters: parameters, times: times)
    }

    func evaluate(_ jets: [JetRequest], at points: Tensor<Double>, snapshot: Int) throws -> Tensor<Double> {
        values(of: jets, atPlaces: problem.places(points, time: times[snapshot]))
    }

    /// Values of jets at points [coordinate][point] of the problem as asked for, at its values of the inputs; [jet][point].
    func values(of jets: [JetRequest], atPlaces places: Tensor<Double>) -> Tensor<Double> {
        let inputs = problem.inputValues
        guard !inputs.isEmpty else { return values(of: jets, at: places) }
        let count = places.shape[1]
        let constant = inputs.flatMap { Array(repeating: $0, count: count) }
        return values(of: jets, at: Tensor(shape: [places.shape[0] + inputs.count, count], elements: places.elements + constant))
    }

    /// Values of jets at points [coordinate of the space][point]; [jet][point].
    func values(of jets: [JetRequest], at coordinates: Tensor<Double>) -> Tensor<Double> {
        space.values(of: jets, parameters: parameters, at: coordinates)
    }
}

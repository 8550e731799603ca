import Problems
import Solving
import TrialFunctions

extension NetworkEvaluator: StorableEvaluator {
    var stored: StoredTrial? {
        guard var stored = StoredNetwork.store(space.function, parameters: parameters) else { return nil }
        stored.description.merge(StoredForms.description(space)) { $1 }
        return stored
    }
}

extension PINNSolver: TrialSolver {
    public static func evaluator(from stored: StoredTrial, for problem: Problem) throws -> any SolutionEvaluator {
        let (function, parameters) = try StoredNetwork.restore(stored)
        let whole = problem.parametric
        let form = try StoredForms(stored, for: whole)
        guard function.outputCount == problem.componentCount, function.coordinateCount == whole.coordinates.count else {
            throw StoredTrialError.unknown(key: "architecture", value: stored.description["architecture"])
        }
        let space = TrialSpace(function, forms: form.forms, symmetries: form.symmetries, mirrored: form.mirrored, problem: whole)
        return NetworkEvaluator(space: space, problem: problem, parameters: parameters, times: problem.outputTimes)
    }
}

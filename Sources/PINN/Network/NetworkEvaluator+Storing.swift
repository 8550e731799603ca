import NumericsCore
import Problems
import Solving
import TrialFunctions

extension NetworkEvaluator: StorableEvaluator {
    var stored: StoredTrial? {
        let parts = (space.function as? SummedFunction)?.parts ?? [space.function]
        guard var stored = StoredNetwork.store(parts[0], parameters: parameters) else { return nil }
        StoredCorrection.add(parts.dropFirst().compactMap { $0 as? RandomFeatures }, after: parts[0], parameters, to: &stored)
        stored.description.merge(StoredForms.description(space)) { $1 }
        if space.enrichment.count > 0 {
            stored.tensors[StoredForms.coefficients] = Tensor(
                shape: [problem.componentCount, space.enrichment.count], elements: space.coefficients(parameters).flatMap { $0 })
        }
        return stored
    }
}

extension PINNSolver: TrialSolver {
    public static func evaluator(from stored: StoredTrial, for problem: Problem) throws -> any SolutionEvaluator {
        var (function, parameters) = try StoredNetwork.restore(stored)
        let whole = problem.parametric
        let form = try StoredForms(stored, for: whole)
        guard function.outputCount == problem.componentCount, function.coordinateCount == whole.coordinates.count else {
            throw StoredTrialError.unknown(key: "architecture", value: stored.description["architecture"])
        }
        let correction = try StoredCorrection(stored, for: whole)
        parameters = Tensor(parameters.elements + correction.coefficients)
        let space = TrialSpace(
            correction.function(function), forms: form.forms, enrichment: form.enrichment, symmetries: form.symmetries,
            mirrored: form.mirrored, averagesMirrored: !correction.features.isEmpty, problem: whole)
        if space.enrichment.count > 0 {
            let shape = [problem.componentCount, space.enrichment.count]
            parameters = Tensor(parameters.elements + (try stored.tensor(StoredForms.coefficients, shape: shape)).elements)
        }
        return NetworkEvaluator(space: space, problem: problem, parameters: parameters, times: problem.outputTimes)
    }
}

import Expressions
import Fields
import NumericsCore
import Problems

/// An evaluator that knows the solution for all values of the parameters that are inputs.
public protocol ParametricEvaluator: SolutionEvaluator {
    /// The solution at the values that the parameters of `problem` have, which is otherwise the one solved.
    func taking(_ problem: Problem) -> any SolutionEvaluator
}

extension Problem {
    /// Values of the inputs at which solutions are judged: along each range equally spaced, ends included; empty without inputs.
    public var judgedInputs: [Problem] {
        let inputs = parameters.indices.filter { parameters[$0].isInput }
        guard !inputs.isEmpty else { return [] }
        let count = inputs.count == 1 ? 9 : inputs.count == 2 ? 5 : inputs.count <= 4 ? 3 : 2
        return inputs.reduce([self]) { problems, index in
            problems.flatMap { problem in
                (0..<count).map { place in
                    let range = parameters[index].range ?? parameters[index].value...parameters[index].value
                    var problem = problem
                    problem.parameters[index].value = range.lowerBound + (range.upperBound - range.lowerBound) * Double(place) / Double(count - 1)
                    return problem
                }
            }
        }
    }
}

extension Solution {
    /// Errors against the exact solution over the ranges of all inputs together; nil without inputs.
    func verdictsOverInputs(_ problem: Problem) throws -> [FieldVerdict]? {
        let cases = problem.judgedInputs
        guard let parametric = evaluator as? any ParametricEvaluator, !cases.isEmpty else { return nil }
        var sums: [String: (error: Double, reference: Double, maximum: Double)] = [:]
        for one in cases {
            let found = try snapshots(of: parametric.taking(one), problem: one)
            let exact = try one.exactSnapshots(like: found)
            for unknown in problem.unknowns where exact.first?.field(named: unknown.name) != nil {
                let error = try FieldError(of: unknown.name, in: found, against: exact)
                var sum = sums[unknown.name] ?? (0, 0, 0)
                sum = (
                    sum.error + error.absoluteL2 * error.absoluteL2, sum.reference + error.referenceL2 * error.referenceL2,
                    max(sum.maximum, error.maximum)
                )
                sums[unknown.name] = sum
            }
        }
        return problem.unknowns.map { unknown in
            guard let sum = sums[unknown.name] else { return ownVerdict(of: unknown) }
            return FieldVerdict(
                field: unknown.name, relativeL2: (sum.error / (sum.reference > 0 ? sum.reference : 1)).squareRoot(), maximumError: sum.maximum,
                against: .exact, referenceError: 0, estimate: estimates[unknown.name])
        }
    }

    /// Fields of another evaluator on the grids of this solution.
    private func snapshots(of evaluator: any SolutionEvaluator, problem: Problem) throws -> [Snapshot] {
        try snapshots.enumerated().map { index, snapshot in
            Snapshot(time: snapshot.time, fields: try snapshot.fields.map { field in
                guard let unknown = problem.unknowns.first(where: { $0.name == field.name }) else { return field }
                var field = field
                let jets = unknown.components.map { JetRequest(component: $0) }
                field.values = try evaluator.evaluate(jets, at: field.grid.pointCoordinates, snapshot: index).reshaped(field.values.shape)
                return field
            })
        }
    }
}

import Expressions
import Fields
import NumericsCore
import Problems

/// Turns draws of a family into answers; used by one thread at a time.
protocol SampleWorker: AnyObject, Sendable {
    /// The nodes of the answers.
    var outputGrid: Grid { get }
    func solve(_ draw: FamilySampler.Draw) throws -> SampleAnswer
}

/// Hands values of the inputs to a solver that was made for the family.
final class FamilyWorker: SampleWorker {
    private let solver: any SampleSolver
    private let evaluators: [(input: Int, evaluator: RandomInputEvaluator)]

    init(_ solver: any SampleSolver, sampler: FamilySampler) {
        self.solver = solver
        evaluators = solver.inputs.map { request in
            guard let input = sampler.inputs[request.input] else { preconditionFailure("input \(request.input) is not random") }
            return (request.input, input.evaluator(on: request.grid, derivative: request.derivative))
        }
    }

    var outputGrid: Grid { solver.outputGrid }

    func solve(_ draw: FamilySampler.Draw) throws -> SampleAnswer {
        try solver.solve(evaluators.map { $0.evaluator.values(of: draw.inputs[$0.input]!) })
    }
}

/// Solves every sample as a problem of its own: any method can do that.
final class StepwiseWorker: SampleWorker {
    let outputGrid: Grid
    private let sampler: FamilySampler
    private let method: any Solver
    private let times: [Double]

    /// - Parameter outputGrid: nodes of the data set.
    init(_ solver: any Solver, settings: Settings, sampler: FamilySampler, request: SampleRequest, outputGrid: Grid) throws {
        self.outputGrid = outputGrid
        self.sampler = sampler
        times = request.times
        let space = sampler.problem.spaceIndices.map { sampler.problem.coordinates[$0] }
        let cells = zip(request.points, space).map { $1.isPeriodic ? $0 : $0 - 1 }
        method = try Self.adjusted(type(of: solver), settings, cells: cells, level: request.level)
    }

    /// Without a second run for an error estimate; on the solve grid where the method has cells of its own; at the second level
    /// with a hundredth of the tolerance.
    private static func adjusted(_ type: any Solver.Type, _ settings: Settings, cells: [Int], level: Int) throws -> any Solver {
        var values = settings.values.filter { settings.given.contains($0.key) }
        if type.schema.contains(where: { $0.name == "error-estimate" }) { values["error-estimate"] = .flag(false) }
        if type.schema.contains(where: { $0.name == "cells" }) { values["cells"] = .integers(cells) }
        if level > 1, settings.has("tolerance"), case .number(let range, _)? = type.schema.first(where: { $0.name == "tolerance" })?.kind {
            values["tolerance"] = .number(max(range.lowerBound, settings.number("tolerance") / 100))
        }
        return try type.init(settings: Settings(values, schema: type.schema))
    }

    func solve(_ draw: FamilySampler.Draw) throws -> SampleAnswer {
        var problem = sampler.problem(at: draw)
        if let time = problem.timeIndex {
            let range = problem.coordinates[time]
            problem.output.times = Array(Set(times + [range.lower, range.upper])).sorted()
        }
        problem.output.fields = []
        problem.output.probes = []
        let solution = try method.solve(problem, context: SolveContext(threads: 1))
        guard solution.outcome.isSuccess else {
            throw SolverError.notConverged(residual: .nan, tolerance: .nan, likelyKnob: "the settings of the method")
        }
        let jets = (0..<problem.componentCount).map { JetRequest(component: $0) }
        let points = outputGrid.pointCoordinates
        let wanted = times.isEmpty ? [0] : times.map { time in problem.output.times.firstIndex(of: time)! }
        let values = try wanted.flatMap { try solution.evaluator.evaluate(jets, at: points, snapshot: $0).elements }
        return SampleAnswer(
            values: Tensor(shape: [wanted.count, jets.count] + outputGrid.shape, elements: values), residual: nil)
    }
}

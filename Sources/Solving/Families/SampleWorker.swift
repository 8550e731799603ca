import Expressions
import Fields
import NumericsCore
import Problems

/// Turns draws of a family into answers; used by one thread at a time.
protocol SampleWorker: AnyObject, Sendable {
    /// The nodes of the answers.
    var outputGrid: Grid { get }
    /// Whether a request at the second level made the answers better.
    var isRefined: Bool { get }
    func solve(_ draw: FamilySampler.Draw) throws -> SampleAnswer
}

/// Hands values of the inputs to a solver that was made for the family.
final class FamilyWorker: SampleWorker {
    private let solver: any SampleSolver
    private let evaluators: [(input: Int, evaluator: RandomInputEvaluator)]
    /// Solvers of families promise it.
    let isRefined = true

    /// - Throws: `SolverError.unsupported` if the solver needs an input that is not random.
    init(_ solver: any SampleSolver, sampler: FamilySampler) throws {
        self.solver = solver
        evaluators = try solver.inputs.map { request in
            guard let input = sampler.inputs[request.input] else {
                throw SolverError.unsupported(
                    term: sampler.problem.inputs[request.input].name, because: "it is not random", try: nil)
            }
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
    let isRefined: Bool
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
        let type = type(of: solver)
        var values = Self.adjusted(type, settings, cells: cells)
        isRefined = request.level > 1 ? Self.refine(&values, type, settings) : false
        method = try type.init(settings: Settings(values, schema: type.schema))
    }

    /// Without a second run for an error estimate; on the solve grid where the method has cells of its own.
    private static func adjusted(_ type: any Solver.Type, _ settings: Settings, cells: [Int]) -> [String: Settings.Value] {
        var values = settings.values.filter { settings.given.contains($0.key) }
        if type.schema.contains(where: { $0.name == "error-estimate" }) { values["error-estimate"] = .flag(false) }
        if type.schema.contains(where: { $0.name == "cells" }) { values["cells"] = .integers(cells) }
        return values
    }

    /// A hundredth of the tolerance, half the step, twice the degree or the modes, as far as they are given.
    /// - Returns: whether that makes the answers better; a resolution that is given decides, whatever the tolerance.
    private static func refine(_ values: inout [String: Settings.Value], _ type: any Solver.Type, _ settings: Settings) -> Bool {
        var fixed: [Bool] = values["cells"] == nil ? [] : [true]
        var isTighter = false
        for description in type.schema {
            let name = description.name
            switch (name, description.kind, values[name]) {
            case ("tolerance", .number(let range, _), _) where settings.has(name):
                let tolerance = max(range.lowerBound, settings.number(name) / 100)
                isTighter = tolerance < settings.number(name)
                values[name] = .number(tolerance)
            case ("step", .number(let range, _), .number(let step)?):
                values[name] = .number(max(range.lowerBound, step / 2))
            case ("degree", .integers(let range, _), .integers(let counts)?), ("modes", .integers(let range, _), .integers(let counts)?):
                let doubled = counts.map { min(range.upperBound, 2 * $0) }
                fixed.append(doubled != counts)
                values[name] = .integers(doubled)
            case ("max-modes", .integers(let range, _), .integers(let counts)?):
                values[name] = .integers(counts.map { min(range.upperBound, 2 * $0) })
            default: continue
            }
        }
        return fixed.isEmpty ? isTighter : fixed.allSatisfy { $0 }
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

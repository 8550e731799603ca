import Discretization
import Fields
import NumericsCore
import Problems
import Solving

/// Solves a steady periodic problem, then once more with five eighths of the points for the error estimate.
final class FourierSteadyStepper: SolutionStepper {
    private let problem: Problem
    private let equations: FourierEquations
    private let estimates: Bool
    private var main: FourierSteadySolve
    private var coarse: FourierSteadySolve?
    private var steps = 0

    init(_ equations: FourierEquations, _ options: FourierRunOptions, problem: Problem, estimates: Bool) throws {
        self.problem = problem
        self.equations = equations
        self.estimates = estimates
        main = try FourierSteadySolve(equations, options, problem: problem)
    }

    func step() throws -> StepStatus {
        steps += 1
        if !main.isFinished {
            try main.advance()
        } else if estimates, coarse == nil {
            try startCoarse()
        } else if coarse?.isFinished == false {
            try coarse!.advance()
        }
        let isDone = main.isFinished && (!estimates || coarse?.isFinished ?? false)
        return isDone ? .finished(isResolved ? .converged : .notConverged) : .running
    }

    private var isResolved: Bool { !main.options.refines || main.tailRatio <= main.options.tailTolerance(afterSteps: 0) }

    private func startCoarse() throws {
        var options = main.options
        options.counts = main.modes.counts.map { Dealiasing.smoothEvenCount(atLeast: max(4, $0 * 5 / 8)) }
        options.refines = false
        coarse = try FourierSteadySolve(equations, options, problem: problem)
    }

    var report: StepReport {
        var quantities: [(name: String, value: Double)] = [("correction", main.correction), ("tail", main.tailRatio)]
        for (axis, count) in main.modes.counts.enumerated() {
            quantities.append(("modes " + equations.names.coordinates[equations.axes[axis]], Double(count)))
        }
        return StepReport(
            step: steps, fraction: nil, time: nil, quantities: quantities, phase: main.isFinished ? "coarse run" : "Newton")
    }

    func checkpoint() -> Checkpoint {
        let elements = main.state.elements
        return Checkpoint(
            integers: ["steps": steps], strings: ["method": FourierSolver.name],
            tensors: [
                "counts": Tensor(main.modes.counts.map(Double.init)),
                "state": Tensor(shape: [2] + main.state.shape, elements: elements.map(\.real) + elements.map(\.imaginary)),
            ])
    }

    /// A steady solve is short: it starts again from the beginning, which gives the same bits.
    func restore(_ checkpoint: Checkpoint) throws {
        guard checkpoint.strings["method"] == FourierSolver.name, checkpoint.tensors["state"] != nil else {
            throw SolverError.checkpointMismatch("it was saved by another method or for another kind of problem")
        }
        main = try FourierSteadySolve(equations, main.options, problem: problem)
        coarse = nil
        steps = 0
        for _ in 0..<(checkpoint.integers["steps"] ?? 0) { _ = try step() }
    }

    func solution() throws -> Solution {
        let frame = FourierRun.Frame(time: 0, modes: main.modes, coefficients: main.state)
        let evaluator = FourierEvaluator(equations: equations, frames: [frame], initialValues: [:])
        let sampler = FourierSampler(problem: problem, equations: equations, modes: main.modes)
        let fields = sampler.fields(try sampler.values(frame, evaluator, snapshot: 0))
        var estimate = FourierErrorEstimate(problem: problem, modes: main.modes)
        if let coarse { estimate.add(frame, FourierRun.Frame(time: 0, modes: coarse.modes, coefficients: coarse.state)) }
        return Solution(
            method: FourierSolver.name, outcome: main.isFinished && isResolved ? .converged : .notConverged,
            snapshots: [Snapshot(time: nil, fields: fields)], evaluator: evaluator,
            estimates: coarse == nil ? [:] : estimate.estimates(basis: "difference to the same method with 5/8 of the points"),
            notes: notes,
            counts: [
                ("Newton iterations", Double(main.iterations)), ("GMRES iterations", Double(main.krylovSteps)),
                ("unknowns", Double(main.modes.pointCount * equations.constrained.count)),
            ])
    }

    private var notes: [String] {
        let axes = zip(equations.axes, main.modes.counts).map { "\($1) along \(equations.names.coordinates[$0])" }
        var notes = ["points: \(axes.joined(separator: ", "))" + (main.options.refines ? ", chosen by the program" : ", as given")]
        if main.system.isDirect { notes.append("one division by the symbol solves the problem") }
        for component in main.freeMeans.sorted() {
            notes.append("the equations leave the mean of \(equations.names.components[component]) free; it is zero")
        }
        if !isResolved { notes.append("the spectrum has not decayed at the largest resolution: the solution may not be smooth") }
        return notes
    }
}

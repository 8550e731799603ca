import Discretization
import Expressions
import Fields
import NumericsCore
import Problems
import Solving
import TimeIntegration

/// Solves a periodic evolution problem for one sample of its input fields after another: with as many modes as it is told and
/// steps by the tolerance, or of equal size; transforms and coefficients are made once.
///
/// Used by one thread at a time.
final class FourierSampleSolver: SampleSolver, @unchecked Sendable {
    let inputs: [SampledInput]
    let outputGrid: Grid
    private let equations: FourierEquations
    private let times: [Double]
    private let start: Double
    private let componentCount: Int
    private let step: Double?
    private let system: FourierSystem
    private let forcing: ForcingProfile
    private let initial: FourierInitialProgram
    private var integrator: ETDIntegrator<FourierSystem>
    private var stepper: FixedStepIntegrator
    /// What of `inputs` belongs to the initial data; the others go to the grids of the nonlinear terms.
    private let initialCount: Int

    /// - Parameters:
    ///   - tolerance: error of a step.
    ///   - step: size of all steps; nil for steps by the tolerance.
    init(
        _ problem: Problem, equations: FourierEquations, request: SampleRequest, tolerance: Double, step: Double?, dealiases: Bool
    ) throws {
        self.equations = equations
        self.step = step
        let range = problem.coordinates[equations.timeIndex!]
        (start, times) = (range.lower, request.times.isEmpty ? [range.upper] : request.times)
        componentCount = problem.componentCount
        let counts = request.points.map { max(4, $0 + $0 % 2) }
        let modes = FourierModes(lower: equations.lower, lengths: equations.lengths, counts: counts)
        let names = equations.axes.map { problem.coordinates[$0].name }
        outputGrid = modes.grid(names: names)
        system = try FourierSystem(equations, modes, problem: problem, dealiases: dealiases)
        forcing = ForcingProfile(problem, try EvolutionForm(problem))
        initial = try FourierInitialProgram(equations, modes)
        let zero = Tensor(shape: [equations.evolved.count] + modes.shape, repeating: Complex<Double>(0, 0))
        integrator = ETDIntegrator(system, state: zero, time: start, tolerance: tolerance, step: 1)
        stepper = FixedStepIntegrator(linear: system.linear, shape: zero.shape)
        initialCount = initial.inputs.count
        inputs = initial.inputs.map { SampledInput(input: $0.index, derivative: $0.derivative, grid: modes.grid(names: names)) }
            + system.sampledInputs.map { SampledInput(input: $0.index, derivative: $0.derivative, grid: $0.modes.grid(names: names)) }
    }

    func solve(_ values: [Tensor<Double>]) throws -> SampleAnswer {
        system.setInputs(Array(values.dropFirst(initialCount)))
        let state = system.projected(try initial.coefficients(Array(values.prefix(initialCount))))
        integrator.restart(state: state, time: start)
        var answer: [Double] = []
        answer.reserveCapacity(times.count * componentCount * outputGrid.count)
        var tail = 0.0
        for time in times {
            do throws(ETDError) { try advance(to: time) } catch { throw diverged() }
            tail = max(tail, try checkedTail())
            answer += try output()
        }
        let shape = [times.count, componentCount] + outputGrid.shape
        return SampleAnswer(values: Tensor(shape: shape, elements: answer), residual: tail)
    }

    private func advance(to end: Double) throws(ETDError) {
        if let step, system.hasNonlinearTerm {
            integrator.overwrite(stepper.advance(integrator.state, from: integrator.time, to: end, step: step, system), time: end)
            return
        }
        while integrator.time < end {
            let limit = min(end, integrator.time + forcing.longestStep(at: integrator.time))
            _ = try integrator.propose(until: limit)
            integrator.accept()
        }
    }

    private func diverged() -> SolverError {
        .diverged(
            field: equations.names.components[equations.evolved[0]], location: "t = \(integrator.time)", step: integrator.acceptedSteps,
            likelyKnob: "a smaller `step` or `tolerance`, or more points in `solve-grid`")
    }

    /// Largest share of the highest modes in any component.
    private func checkedTail() throws -> Double {
        let count = system.modes.storedCount
        return try equations.evolved.indices.reduce(0) { worst, component in
            let (tails, total) = integrator.state.withUnsafeBufferPointer { buffer in
                system.tail.measure(UnsafeBufferPointer(rebasing: buffer[component * count..<(component + 1) * count]))
            }
            guard total.isFinite else { throw diverged() }
            return max(worst, total > 0 ? (tails.max() ?? 0) / total : 0)
        }
    }

    /// Values [component][point] of the problem's components at the time reached.
    private func output() throws -> [Double] {
        let modes = system.modes
        let constrained = equations.constrained.isEmpty
            ? nil : try system.constrainedComponents(integrator.state, time: integrator.time)
        return try (0..<componentCount).flatMap { component -> [Double] in
            let (source, row) = if let row = equations.evolved.firstIndex(of: component) { (integrator.state, row) } else {
                (constrained!, equations.constrained.firstIndex(of: component)!)
            }
            let series = source.withUnsafeBufferPointer {
                Tensor(shape: modes.shape, elements: $0[row * modes.storedCount..<(row + 1) * modes.storedCount])
            }
            let values = modes.gridValues(of: series).elements
            guard values.allSatisfy(\.isFinite) else { throw diverged() }
            return values
        }
    }
}

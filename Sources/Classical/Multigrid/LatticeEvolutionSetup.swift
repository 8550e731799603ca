import Discretization
import Expressions
import NumericsCore
import Problems
import Solving
import TimeIntegration

/// What the integrations of one problem on all grids share.
struct LatticeEvolutionSetup: Sendable {
    let problem: Problem
    /// Output times, ascending, beginning and end included.
    let times: [Double]
    /// Keeps steps from passing over short changes of given functions of time.
    let forcing: ForcingProfile
    /// Error allowed in a step, relative to the largest value.
    let stepTolerance: Double
    private let initialValue: Expression

    /// - Throws: `SolverError.unsupported`.
    init(_ problem: Problem, tolerance: Double) throws {
        self.problem = problem
        stepTolerance = tolerance
        do {
            let form = try EvolutionForm(problem)
            let range = form.timeRange
            let inside = problem.output.times.filter { $0 > range.lowerBound && $0 < range.upperBound }
            times = [range.lowerBound] + inside + [range.upperBound]
            forcing = ForcingProfile(problem, form)
            guard form.components.count == 1, let value = form.initialValues[0] else {
                throw EvolutionError.missingInitial(component: problem.unknowns[0].name)
            }
            initialValue = value
        } catch let error as EvolutionError {
            throw SolverError.unsupported(term: error.term, because: error.reason, try: nil)
        }
    }

    /// Initial values at the nodes of a system; nodes outside a shape where the formula has no value get it from inside.
    /// - Throws: `SolverError.diverged` where one is not finite.
    func initialState(of system: StencilSystem) throws -> Tensor<Double> {
        let grid = system.grid, lattice = system.lattice
        let values = try FormulaSampler([initialValue], problem: problem).values(at: grid.pointCoordinates, time: times[0])
        var state = values.reshaped([lattice.count])
        let outside = (0..<lattice.count).filter { !grid.isInside($0) && !state[$0].isFinite }
        if !outside.isEmpty {
            for node in outside { state[node] = 0 }
            let continued = system.continued(state, fromInsideOnly: true)
            for node in outside { state[node] = continued[node] }
        }
        if let position = state.firstNotFinite {
            let place = zip(lattice.names, grid.point(at: position)).map { "\($0) = \(NumberText.short($1))" }.joined(separator: ", ")
            throw SolverError.diverged(
                field: problem.unknowns[0].name, location: place, step: 0,
                likelyKnob: "the initial value is not a finite number there")
        }
        return state
    }
}

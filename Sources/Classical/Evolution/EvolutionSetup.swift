import Discretization
import Expressions
import NumericsCore
import Problems
import Solving
import TimeIntegration

/// What all runs of one problem share.
struct EvolutionSetup: Sendable {
    let problem: Problem
    let form: EvolutionForm
    let collocation: CollocationProblem
    /// Output times, ascending, beginning and end included.
    let times: [Double]

    /// - Throws: `SolverError.unsupported`.
    init(_ problem: Problem) throws {
        self.problem = problem
        do {
            form = try EvolutionForm(problem)
            collocation = try form.collocationProblem(problem)
        } catch {
            throw SolverError.unsupported(term: error.term, because: error.reason, try: nil)
        }
        let range = form.timeRange
        let inside = problem.output.times.filter { $0 > range.lowerBound && $0 < range.upperBound }
        times = [range.lowerBound] + inside + [range.upperBound]
    }

    /// Axes to start with: equal elements along a single axis, one element along each of several, or a periodic axis.
    func axes(points: Int, elements: Int) -> [AxisDiscretization] {
        let count = problem.spaceIndices.count == 1 ? elements : 1
        return problem.spaceIndices.map { index in
            let coordinate = problem.coordinates[index]
            guard coordinate.isPeriodic else {
                let inner = (1..<count).map { coordinate.lower + coordinate.length * Double($0) / Double(count) }
                return AxisDiscretization(
                    coordinate.name, breaks: [coordinate.lower] + inner + [coordinate.upper], residualPointsPerElement: points)
            }
            return AxisDiscretization(
                periodic: coordinate.name, from: coordinate.lower, to: coordinate.upper, count: 2 * points)
        }
    }

    /// Constrained components that no algebraic equation holds (index 2), such as a pressure.
    var hiddenComponents: Set<Int> { Set(form.hiddenComponents) }

    /// Initial values at the nodes of a layout; zero where no condition gives one.
    func initialState(_ layout: CollocationLayout) throws -> Tensor<Double> {
        var state = Tensor(shape: [layout.count], repeating: 0.0)
        for (component, expression) in form.initialValues.enumerated() {
            guard let expression else { continue }
            let nodes = layout.nodes(of: component)
            let points = Tensor(shape: [nodes.count, layout.axes.count], elements: nodes.flatMap { $0 })
            let values = try FormulaSampler([expression], problem: problem).values(at: points, time: times[0])
            if let position = (0..<nodes.count).first(where: { !values[$0].isFinite }) {
                throw SolverError.diverged(
                    field: form.components[component].name, location: place(nodes[position]), step: 0,
                    likelyKnob: "the initial value is not a finite number there")
            }
            layout.set(component, to: values, in: &state)
        }
        return state
    }

    /// A point in words: `x = 0.5, y = 1`.
    func place(_ point: [Double]) -> String {
        zip(problem.spaceIndices, point).map { "\(problem.coordinates[$0].name) = \(rounded($1))" }.joined(separator: ", ")
    }

    private func rounded(_ value: Double) -> Double {
        guard value != 0, value.isFinite else { return value }
        let scale = powerOfTen(5 - decimalExponent(value))
        return (value * scale).rounded() / scale
    }
}

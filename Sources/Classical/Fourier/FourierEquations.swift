import Discretization
import Expressions
import NumericsCore
import Problems
import Solving
import TimeIntegration

/// coefficient * D^orders of a column, with derivative orders by space axis.
struct FourierTerm: Sendable, Hashable {
    /// Position among the evolved components followed by the constrained ones.
    var column: Int
    /// Order of differentiation along each space axis.
    var orders: [Int]
    var coefficient: Double
}

/// One scalar equation: sum of `mass` of the time derivatives = sum of `linear` + `nonlinear`.
struct FourierEquation: Sendable {
    var name: String
    /// Empty for a constraint.
    var mass: [FourierTerm]
    var linear: [FourierTerm]
    /// What is evaluated on the grid: products, variable coefficients, forcing.
    var nonlinear: Expression
}

/// A problem periodic in every space coordinate, sorted by what happens to each part in Fourier space.
///
/// Independent of resolution. A steady problem has no evolved components: all its equations are constraints.
struct FourierEquations: Sendable {
    /// Problem coordinate of each space axis.
    let axes: [Int]
    let timeIndex: Int?
    /// Components with and without a time derivative, as indices of the first-order form.
    let evolved, constrained: [Int]
    let evolution, constraints: [FourierEquation]
    /// Value at the first instant of each evolved component.
    let initialValues: [Expression]
    /// Prescribed means by position among the constrained components.
    let means: [Int: Double]
    /// Names of the components and symbols of the first-order form, for messages.
    let names: SymbolNames
    let lower, lengths: [Double]

    /// Column of a component of the first-order form.
    func column(of component: Int) -> Int {
        if let position = evolved.firstIndex(of: component) { return position }
        return evolved.count + constrained.firstIndex(of: component)!
    }

    /// Orders along the space axes of a derivative.
    func orders(_ derivative: MultiIndex) -> [Int] { axes.map { derivative[$0] } }

    /// True if the equations of the evolved components hold nothing to evaluate on a grid.
    var isLinear: Bool { (evolution + constraints).allSatisfy { $0.nonlinear.isZero } }
}

extension FourierEquations {
    /// Sorts an evolution problem. Throws `SolverError.unsupported` naming what does not fit.
    init(evolution problem: Problem) throws {
        let form: EvolutionForm
        do throws(EvolutionError) { form = try EvolutionForm(problem) } catch {
            throw SolverError.unsupported(term: error.term, because: error.reason, try: nil)
        }
        var names = SymbolNames(problem)
        names.components = form.components.map(\.name)
        let layout = (evolved: form.evolved, constrained: form.constrained)
        let axes = problem.spaceIndices
        let lowering = FourierLowering(layout: layout, axes: axes, names: names)
        let rows = try form.equations.map(lowering.equation)
        self.axes = axes
        timeIndex = form.timeIndex
        (evolved, constrained) = layout
        evolution = rows.filter { !$0.mass.isEmpty }
        constraints = rows.filter { $0.mass.isEmpty }
        guard evolution.count == evolved.count else {
            throw SolverError.unsupported(
                term: rows.map(\.name).joined(separator: ", "),
                because: "\(evolution.count) equations hold time derivatives of \(evolved.count) components", try: nil)
        }
        initialValues = try evolved.map { component in
            guard let value = form.initialValues[component] else {
                throw SolverError.unsupported(
                    term: form.components[component].name, because: "it has no initial value", try: nil)
            }
            return value
        }
        means = try lowering.means(form.gauges, form.functionals, volume: axes.reduce(1) { $0 * problem.coordinates[$1].length })
        self.names = names
        lower = axes.map { problem.coordinates[$0].lower }
        lengths = axes.map { problem.coordinates[$0].length }
    }

    /// Sorts a steady problem: every component is constrained.
    init(steady problem: Problem) throws {
        let names = SymbolNames(problem)
        let axes = problem.spaceIndices
        let layout = (evolved: [Int](), constrained: Array(0..<problem.componentCount))
        let lowering = FourierLowering(layout: layout, axes: axes, names: names)
        guard problem.equations.count == problem.componentCount else {
            throw SolverError.unsupported(
                term: problem.equations.map(\.name).joined(separator: ", "),
                because: "\(problem.equations.count) equations cannot fix \(problem.componentCount) components", try: nil)
        }
        self.axes = axes
        timeIndex = nil
        (evolved, constrained) = layout
        evolution = []
        constraints = try problem.equations.map { try lowering.constraint($0, of: problem) }
        initialValues = []
        means = try lowering.means(
            problem.gauges, problem.functionals, volume: axes.reduce(1) { $0 * problem.coordinates[$1].length })
        self.names = names
        lower = axes.map { problem.coordinates[$0].lower }
        lengths = axes.map { problem.coordinates[$0].length }
    }
}

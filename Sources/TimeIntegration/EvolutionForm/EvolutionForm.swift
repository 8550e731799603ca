import Expressions
import Problems

/// A problem in time written as M u_t = F(x, t, u): what every time integrator starts from.
///
/// Per equation: the coefficients of the time derivatives, the linear part with constant coefficients, and the rest.
/// Components without any time derivative are constrained; the system is then differential-algebraic. Higher orders
/// in time are reduced by added components (`FirstOrderForm`). Parameters have their values filled in.
public struct EvolutionForm: Sendable {
    /// Index of the time coordinate among the problem's coordinates.
    public let timeIndex: Int
    /// The problem's own components first, then the added ones.
    public let components: [EvolutionComponent]
    /// As many as components: the problem's equations in its order, then `u_t = w` for each added component.
    public let equations: [EvolutionRow]
    /// Conditions on sides and parts of the boundary, and their time derivatives for added components.
    public let boundary: [EvolutionBoundaryRow]
    /// Value at the first instant of each component over space coordinates; nil where none is given.
    public let initialValues: [Expression?]
    /// Gauges over the components of the first-order form.
    public let gauges: [Gauge]
    /// Functionals over the components of the first-order form.
    public let functionals: [Functional]
    /// First and last instant.
    public let timeRange: ClosedRange<Double>

    /// Components with a time derivative.
    public var evolved: [Int] { components.indices.filter { components[$0].role == .evolved } }
    /// Components without one.
    public var constrained: [Int] { components.indices.filter { components[$0].role == .constrained } }
    /// Constrained components that no algebraic equation holds, such as a pressure: two derivatives of the equations
    /// determine them.
    public var hiddenComponents: [Int] {
        let held = Set(equations.filter(\.isAlgebraic).flatMap { row in
            row.rightSide.symbols.compactMap { if case .jet(let jet) = $0 { jet.component } else { nil } }
        })
        return constrained.filter { !held.contains($0) }
    }
    /// True if every mass coefficient of every equation is a number.
    public var hasConstantMass: Bool { equations.allSatisfy(\.hasConstantMass) }

    /// Derives the form.
    /// - Throws: `EvolutionError`, naming the term that does not fit.
    public init(_ problem: Problem) throws(EvolutionError) {
        guard let time = problem.timeIndex else { throw .noTimeCoordinate }
        let reduction = try FirstOrderForm(problem, timeIndex: time)
        let builder = EvolutionRowBuilder(problem: problem, reduction: reduction, timeIndex: time)
        guard problem.equations.count == problem.componentCount else {
            throw .notSquare(equations: problem.equations.count, components: problem.componentCount)
        }
        var equations: [EvolutionRow] = []
        for equation in problem.equations {
            equations.append(try builder.row(equation.residual, name: equation.name, origin: equation.origin))
        }
        for (component, rate) in reduction.rates {
            equations.append(builder.rateRow(component: component, rate: rate))
        }
        timeIndex = time
        components = reduction.components
        self.equations = equations
        boundary = try builder.boundaryRows(problem.conditions)
        initialValues = try builder.initialValues(problem.conditions)
        gauges = problem.gauges.map { gauge in
            Gauge(name: gauge.name, residual: builder.prepared(gauge.residual), origin: gauge.origin)
        }
        functionals = try builder.functionals(problem.functionals)
        timeRange = problem.coordinates[time].lower...problem.coordinates[time].upper
    }
}

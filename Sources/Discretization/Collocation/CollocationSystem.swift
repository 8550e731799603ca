import Expressions
import NumericsCore
import Problems

/// The algebraic system that rectangular collocation makes of a problem on a box: as many rows as unknowns.
///
/// Rows are the equations at the residual points (tensor product over axes), continuity between elements and the
/// conditions of each axis. Conditions of axis a are collocated at the residual points of the axes before it and at the
/// component's own points of the axes after it, so the first axis takes precedence at corners and no row occurs twice.
/// A gauge is a row of its own; its multiplier is a constant added to the equation it is dual to and measures how far the
/// data miss their compatibility condition.
public struct CollocationSystem: Sendable {
    public let problem: CollocationProblem
    public let layout: CollocationLayout
    /// What each row demands [row].
    public let rowKinds: [CollocationRowKind]
    /// Equation to which the multiplier of each gauge is added.
    public let dualEquations: [Int]
    /// Numbers of diagonals below and above the main one, if the matrix is banded (one dimension, no integrals or gauges).
    public let band: (lower: Int, upper: Int)?
    /// Equations first, then conditions.
    let blocks: [CollocationBlock]
    let interfaces: InterfaceRows
    let functionals: FunctionalBlock?
    let equationRows: [[Int]]

    /// Discretises a problem on given axes, one for each space coordinate in order.
    public init(_ problem: CollocationProblem, axes: [AxisDiscretization]) throws(DiscretizationError) {
        let plan = try ConditionPlan(problem)
        try Self.check(problem, plan, axes)
        let orders = problem.spaceIndices.map { problem.highestOrder(along: $0) }
        let layout = CollocationLayout(
            axes: axes, conditions: plan.counts, highestDerivatives: orders, multiplierCount: problem.gauges.count)
        let lower = plan.sides.first { !$0.isUpper }?.slots.count ?? 0
        var rows = CollocationRows(layout: layout, equationCount: problem.equations.count, lowerCount: lower)
        let builder = CollocationBuilder(problem: problem, layout: layout, plan: plan)
        var blocks = [try builder.equations(&rows)]
        interfaces = builder.interfaces(&rows)
        blocks += try builder.conditions(&rows)
        for gauge in problem.gauges.indices { _ = rows.gauge(gauge) }
        functionals = problem.functionals.isEmpty ? nil : try FunctionalBlock(problem, layout)
        equationRows = blocks[0].rows
        dualEquations = GaugeDuality(problem).equations
        rowKinds = rows.kinds
        self.problem = problem
        self.layout = layout
        self.blocks = blocks
        let isLocal = blocks.allSatisfy { $0.functionalRows.isEmpty } && problem.gauges.isEmpty && !problem.usesTraces
        band = axes.count == 1 && isLocal ? Self.band(layout, lower) : nil
    }

    /// Number of unknowns and of rows.
    public var count: Int { layout.count }

    private static func check(
        _ problem: CollocationProblem, _ plan: ConditionPlan, _ axes: [AxisDiscretization]
    ) throws(DiscretizationError) {
        precondition(axes.count == problem.spaceIndices.count, "one axis for each space coordinate")
        if problem.equations.count != problem.componentCount {
            throw .unsupported(
                term: problem.equations.map(\.name).joined(separator: ", "),
                because: "there are \(problem.equations.count) equations for \(problem.componentCount) components")
        }
        if axes.count > 3 {
            throw .unsupported(term: problem.coordinates.map(\.name).joined(separator: ", "), because: "more than 3 space dimensions")
        }
        for (axis, discretization) in axes.enumerated() where discretization.elementCount > 1 {
            let orders = problem.orders.map { $0[axis] }
            for component in orders.indices where plan.counts[component][axis] < orders[component] {
                throw .unsupported(
                    term: problem.names.text(.jet(Jet(component: component))),
                    because: "it has fewer conditions along \(discretization.name) than its order, so elements cannot be joined")
            }
        }
    }

    /// Widths of the band: equations and the interface above them see two neighbouring elements.
    private static func band(_ layout: CollocationLayout, _ lowerConditions: Int) -> (lower: Int, upper: Int) {
        let size = layout.spaces.reduce(0) { $0 + $1[0].pointsPerElement }
        let points = layout.spaces.count * layout.axes[0].residualPointsPerElement
        if layout.axes[0].elementCount == 1 { return (size - 1, size - 1) }
        return (size + lowerConditions - 1, max(2 * size - 1 - lowerConditions - points, size - 1))
    }
}

extension CollocationProblem {
    /// Whether values at fixed positions occur, which couple distant points.
    var usesTraces: Bool {
        (equations.map(\.residual) + conditions.map(\.residual)).contains { $0.jets.contains { $0.site != 0 } }
    }
}

extension CollocationSystem {
    /// Number of conditions of each component along each axis [component][axis], as the rows will be counted.
    public static func conditionCounts(_ problem: CollocationProblem) throws(DiscretizationError) -> [[Int]] {
        try ConditionPlan(problem).counts
    }
}

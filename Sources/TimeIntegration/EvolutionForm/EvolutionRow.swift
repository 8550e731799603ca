import Expressions
import Problems

/// One scalar equation or boundary condition as sum of mass terms = right side.
public struct EvolutionRow: Sendable {
    /// Name for tables and messages.
    public var name: String
    public var sourceOrigin: SourceOrigin?
    /// Coefficients of the time derivatives; empty for an algebraic equation or condition.
    public var mass: [MassTerm]
    /// The part of the right side with constant coefficients: sum of coefficient * D^derivative component.
    public var linear: [LinearTerm]
    /// The rest of the right side: nonlinear terms, variable coefficients, forcing.
    public var nonlinear: Expression
    /// The whole right side F over jets without time derivatives: `linear` and `nonlinear` together.
    public var rightSide: Expression

    public init(
        name: String, sourceOrigin: SourceOrigin?, mass: [MassTerm], linear: [LinearTerm], nonlinear: Expression,
        rightSide: Expression
    ) {
        self.name = name
        self.sourceOrigin = sourceOrigin
        self.mass = mass
        self.linear = linear
        self.nonlinear = nonlinear
        self.rightSide = rightSide
    }

    /// True if no time derivative occurs.
    public var isAlgebraic: Bool { mass.isEmpty }

    /// True if every mass coefficient is a number.
    public var hasConstantMass: Bool { mass.allSatisfy { $0.coefficient.constantValue != nil } }
}

/// coefficient * d/dt D^derivative of a component.
public struct MassTerm: Sendable, Hashable {
    public var component: Int
    /// Space derivative under the time derivative: `u_xxt` has order 2 along x here.
    public var derivative: MultiIndex
    /// A number, or an expression over coordinates, jets and inputs; never identically zero.
    public var coefficient: Expression

    public init(component: Int, derivative: MultiIndex, coefficient: Expression) {
        self.component = component
        self.derivative = derivative
        self.coefficient = coefficient
    }
}

/// coefficient * D^derivative of a component, with a number for coefficient.
public struct LinearTerm: Sendable, Hashable {
    public var component: Int
    public var derivative: MultiIndex
    public var coefficient: Double

    public init(component: Int, derivative: MultiIndex, coefficient: Double) {
        self.component = component
        self.derivative = derivative
        self.coefficient = coefficient
    }
}

/// A boundary condition of the first-order system.
public struct EvolutionBoundaryRow: Sendable {
    public var place: Condition.Place
    public var extent: LogicalExpression?
    public var row: EvolutionRow
    /// 0 for a condition as given; k for its k-th derivative in time, a condition on an added component that a
    /// discretisation uses only where that component is differentiated in space.
    public var timeDerivative: Int

    public init(place: Condition.Place, extent: LogicalExpression?, row: EvolutionRow, timeDerivative: Int) {
        self.place = place
        self.extent = extent
        self.row = row
        self.timeDerivative = timeDerivative
    }
}

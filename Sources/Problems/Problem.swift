import Expressions
import Fields

/// A checked, typed boundary- or initial-value problem: what every solver takes.
///
/// A value without any trace of the file it may have come from, except the origins that error messages need.
/// All expressions are scalar, with names resolved: vectors are already split into components, operators such as
/// `lap` and `dn` lowered to partial derivatives, formula parameters inlined.
public struct Problem: Sendable {
    /// Short name: the file's name without extension.
    public var name: String
    public var title: String
    public var citation: String?
    /// All independent variables in file order, time included.
    public var coordinates: [Coordinate]
    /// Numbers that can be set, swept or estimated. Formula parameters are inlined and not listed.
    public var parameters: [Parameter]
    public var unknowns: [Unknown]
    /// Scalar equations; a vector equation contributes one for each component.
    public var equations: [Equation]
    /// Scalar conditions, one for each component and each side, initial conditions included.
    public var conditions: [Condition]
    /// Conditions on functionals, such as mean(p) = 0.
    public var gauges: [Gauge]
    /// Integrals and means that occur in equations, gauges or outputs; `Symbol.functional(i)` is the i-th.
    public var functionals: [Functional]
    /// Sites at which traces are taken; site 0 is the point itself.
    public var sites: [Site]
    /// Input fields: data from files and, for families, random fields; `Symbol.input(i, …)` is the i-th.
    public var inputs: [InputField]
    /// Exact solution by scalar component, where the file gives one.
    public var exact: [Int: Expression]
    /// Known singular functions that trial spaces add.
    public var enrichment: [Expression]
    public var output: OutputRequest
    public var reference: Reference?
    /// The methods the file lists, in its order, with their settings.
    public var solvers: [SolverRequest]
    public var expectation: Expectation?
    /// The reduced size and verdict for tests.
    public var test: TestRequest?
    /// The region inside the coordinate ranges, as written; nil is the whole box.
    public var shape: ShapeText?
    /// Names for pieces of the boundary. On boxes they are already lowered to sides with extents.
    public var boundaryParts: [BoundaryPart]
    /// A density whose integral is minimised, instead of equations.
    public var energy: Expression?
    /// Sections that operator learning and inverse problems read: `data`, `dataset`, `observations`, as written.
    public var sections: [String: SettingText]
    /// Where things were declared: `coordinates.x`, `unknowns.u`, `parameters.nu`, `equations`, `conditions`.
    public var origins: [String: SourceOrigin] = [:]

    /// A problem built in code; `validated()` runs the checks that files go through.
    ///
    /// Expressions refer to coordinates, components and parameters by index in the order given here.
    public init(
        name: String, title: String = "", citation: String? = nil, coordinates: [Coordinate], parameters: [Parameter] = [],
        unknowns: [Unknown], equations: [Equation], conditions: [Condition] = [], gauges: [Gauge] = [],
        functionals: [Functional] = [], sites: [Site] = [Site()], inputs: [InputField] = [], exact: [Int: Expression] = [:],
        enrichment: [Expression] = [], output: OutputRequest = OutputRequest(), reference: Reference? = nil,
        solvers: [SolverRequest] = [], expectation: Expectation? = nil, test: TestRequest? = nil, shape: ShapeText? = nil,
        boundaryParts: [BoundaryPart] = [], energy: Expression? = nil, sections: [String: SettingText] = [:]
    ) {
        self.name = name
        self.title = title
        self.citation = citation
        self.coordinates = coordinates
        self.parameters = parameters
        self.unknowns = unknowns
        self.equations = equations
        self.conditions = conditions
        self.gauges = gauges
        self.functionals = functionals
        self.sites = sites
        self.inputs = inputs
        self.exact = exact
        self.enrichment = enrichment
        self.output = output
        self.reference = reference
        self.solvers = solvers
        self.expectation = expectation
        self.test = test
        self.shape = shape
        self.boundaryParts = boundaryParts
        self.energy = energy
        self.sections = sections
    }

    /// Index of the time coordinate, if there is one.
    public var timeIndex: Int? { coordinates.firstIndex { $0.isTime } }
    /// Indices of the space coordinates, in order.
    public var spaceIndices: [Int] { coordinates.indices.filter { !coordinates[$0].isTime } }
    /// Number of scalar components of all unknowns together.
    public var componentCount: Int { unknowns.last?.components.upperBound ?? 0 }
}

/// A named number of the problem.
public struct Parameter: Hashable, Sendable {
    public var name: String
    /// The value used in a forward solve, and the start of an estimation.
    public var value: Double
    /// Admissible range, if given.
    public var range: ClosedRange<Double>?
    /// True if the value is to be found from observations.
    public var isEstimated: Bool
    /// A label only: problems are non-dimensional.
    public var unit: String?

    public init(name: String, value: Double, range: ClosedRange<Double>? = nil, isEstimated: Bool = false, unit: String? = nil) {
        self.name = name
        self.value = value
        self.range = range
        self.isEstimated = isEstimated
        self.unit = unit
    }
}

/// An unknown field and the range of its scalar components among all components.
public struct Unknown: Hashable, Sendable {
    public var name: String
    public var isVector: Bool
    /// Indices of its scalar components; one for a scalar, one a space dimension for a vector.
    public var components: Range<Int>

    public init(name: String, isVector: Bool, components: Range<Int>) {
        self.name = name
        self.isVector = isVector
        self.components = components
    }
}

/// A scalar equation: residual = 0 everywhere inside.
public struct Equation: Sendable {
    /// Name for tables and messages (`momentum.x`).
    public var name: String
    /// Left side minus right side.
    public var residual: Expression
    public var origin: SourceOrigin?

    public init(name: String, residual: Expression, origin: SourceOrigin? = nil) {
        self.name = name
        self.residual = residual
        self.origin = origin
    }
}

/// A scalar condition: residual = 0 at a place.
public struct Condition: Sendable {
    public enum Place: Hashable, Sendable {
        /// At the first instant (`t = 0`), everywhere in space. For ODEs also any given instant.
        case instant(Double)
        /// On one end of a coordinate's range.
        case side(BoundarySide)
        /// On a named part of the boundary of the shape, or on all of it.
        case part(String)
    }

    /// Name for tables and messages (`x = -1`, `initial u`).
    public var name: String
    public var place: Place
    /// On a side: where along it the condition holds; nil is the whole side. Points satisfy it where it is true.
    public var extent: LogicalExpression?
    /// Left side minus right side.
    public var residual: Expression
    /// The formula.
    public var origin: SourceOrigin?
    /// The place it was given for (`x = -1`).
    public var placeOrigin: SourceOrigin?

    public init(
        name: String, place: Place, extent: LogicalExpression? = nil, residual: Expression, origin: SourceOrigin? = nil,
        placeOrigin: SourceOrigin? = nil
    ) {
        self.name = name
        self.place = place
        self.extent = extent
        self.residual = residual
        self.origin = origin
        self.placeOrigin = placeOrigin
    }
}

/// One end of the range of one space coordinate.
public struct BoundarySide: Hashable, Sendable {
    public var coordinate: Int
    public var isUpper: Bool

    public init(coordinate: Int, isUpper: Bool) {
        self.coordinate = coordinate
        self.isUpper = isUpper
    }

    /// The outward unit normal's component along the side's own coordinate: -1 or 1.
    public var outwardSign: Double { isUpper ? 1 : -1 }
}

/// Fixes what the equations leave free: residual = 0 where the residual holds functionals, such as mean(p).
public struct Gauge: Sendable {
    public var name: String
    public var residual: Expression
    public var origin: SourceOrigin?

    public init(name: String, residual: Expression, origin: SourceOrigin? = nil) {
        self.name = name
        self.residual = residual
        self.origin = origin
    }
}

/// A number obtained from fields by integration over the whole domain in space.
public struct Functional: Sendable {
    /// The integrand; may hold jets, coordinates, parameters and inputs.
    public var integrand: Expression
    /// True if the integral is divided by the measure of the domain.
    public var isMean: Bool

    public init(integrand: Expression, isMean: Bool) {
        self.integrand = integrand
        self.isMean = isMean
    }
}

/// Where a residual takes jets: the point itself with some coordinates replaced.
public struct Site: Hashable, Sendable {
    /// Coordinates held at a value: `u(t=1)` fixes t, `u(x=-x)` is not a trace and is refused.
    public var fixed: [Int: Double]

    public init(fixed: [Int: Double] = [:]) {
        self.fixed = fixed
    }
}

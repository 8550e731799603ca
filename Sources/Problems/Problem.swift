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
    /// The region inside the coordinate ranges, as written; nil is the whole box, or a region given in code.
    public var shape: ShapeText?
    /// The same resolved, over the space coordinates in order; nil is the whole box. Terms without bounds (`halfspace`,
    /// `where`) are cut at the coordinate ranges.
    public var region: Shape?
    /// Names for pieces of the boundary. On boxes they are already lowered to sides with extents.
    public var boundaryParts: [BoundaryPart]
    /// A density whose integral is minimised, instead of equations.
    public var energy: Expression?
    /// The samples wanted of a family, for operator learning.
    public var dataset: DatasetRequest?
    /// Measurements that inverse problems are to fit.
    public var observations: [Observation] = []
    /// Sections that operator learning and inverse problems read: `data`, `observations`, as written.
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
        region: Shape? = nil, boundaryParts: [BoundaryPart] = [], energy: Expression? = nil, sections: [String: SettingText] = [:]
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
        self.region = region
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

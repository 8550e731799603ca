import Expressions

/// What the user wants written.
public struct OutputRequest: Sendable {
    /// Output times, ascending, both ends of the time range included; empty for steady problems.
    public var times: [Double]
    /// Derived fields: name and one expression a component. The unknowns themselves are always written.
    public var fields: [DerivedField]
    public var probes: [Probe]
    /// Points along each space coordinate of the written grid; nil leaves the choice to the method.
    public var grid: [Int]?
    /// File type for ParaView (`vti`, `vtr`, `vtu`, `none`), if given.
    public var vtk: String?

    public init(times: [Double] = [], fields: [DerivedField] = [], probes: [Probe] = [], grid: [Int]? = nil) {
        self.times = times
        self.fields = fields
        self.probes = probes
        self.grid = grid
    }
}

/// A field computed from the unknowns and their derivatives.
public struct DerivedField: Sendable {
    public var name: String
    public var isVector: Bool
    /// One expression a component, over jets, coordinates, parameters and inputs.
    public var components: [Expression]

    public init(name: String, isVector: Bool, components: [Expression]) {
        self.name = name
        self.isVector = isVector
        self.components = components
    }
}

/// A quantity followed over time and written as a table.
public struct Probe: Sendable {
    public enum Kind: Sendable {
        /// Values of all unknowns at points: one expression a coordinate, nil where the coordinate runs over the grid.
        case at([Expression?])
        /// An integral or mean over the domain.
        case functional(Functional)
    }

    public var name: String
    public var kind: Kind

    public init(name: String, kind: Kind) {
        self.name = name
        self.kind = kind
    }
}

/// Whose answer is trusted where there is no exact solution.
public enum Reference: Hashable, Sendable {
    case method(String)
    case file(path: String)
}

/// A method and its settings as written; the method's schema reads them.
public struct SolverRequest: Sendable {
    public var method: String
    public var settings: [String: SettingText]
    public var expectation: Expectation?
    /// False for a known method that the reader was told is not in this build.
    public var isAvailable = true
    public var origin: SourceOrigin?

    public init(method: String, settings: [String: SettingText] = [:], expectation: Expectation? = nil, origin: SourceOrigin? = nil) {
        self.method = method
        self.settings = settings
        self.expectation = expectation
        self.origin = origin
    }
}

/// A setting as text, with its place.
public enum SettingText: Sendable {
    case scalar(String, SourceOrigin?)
    case list([SettingText], SourceOrigin?)
    case map([String: SettingText], SourceOrigin?)
}

/// The verdict the file asks for.
public struct Expectation: Hashable, Sendable {
    /// Largest relative L2 error that passes.
    public var relativeL2: Double?
    /// Largest pointwise error that passes.
    public var maximumError: Double?

    public init(relativeL2: Double? = nil, maximumError: Double? = nil) {
        self.relativeL2 = relativeL2
        self.maximumError = maximumError
    }
}

/// How tests run a problem at reduced size.
public struct TestRequest: Sendable, Hashable {
    /// Overrides in the form `key.path=value`.
    public var overrides: [String]
    public var expectation: Expectation?
    /// The method to run; nil is the first one listed.
    public var method: String?

    public init(overrides: [String] = [], expectation: Expectation? = nil, method: String? = nil) {
        self.overrides = overrides
        self.expectation = expectation
        self.method = method
    }
}

/// A formula kept as written, with its place.
public struct ShapeText: Sendable, Hashable {
    public var text: String
    public var origin: SourceOrigin?

    public init(_ text: String, origin: SourceOrigin? = nil) {
        self.text = text
        self.origin = origin
    }
}

/// A named piece of the boundary.
public struct BoundaryPart: Sendable, Hashable {
    public enum Kind: Sendable, Hashable {
        /// Where a condition on the coordinates holds.
        case region(LogicalExpression)
        /// Whatever no other part takes.
        case rest
    }

    public var name: String
    public var kind: Kind
    public var origin: SourceOrigin?

    public init(name: String, kind: Kind, origin: SourceOrigin? = nil) {
        self.name = name
        self.kind = kind
        self.origin = origin
    }
}

/// A field given from outside: data from a file, or a random field of a family.
public struct InputField: Sendable {
    public var name: String
    public var kind: Kind
    /// Points at which learned methods see the field, if given.
    public var sensors: Int?

    public enum Kind: Sendable {
        /// Samples on a uniform grid over the domain, row-major over the space coordinates in the problem's order.
        case sampled(path: String, shape: [Int], values: [Double])
        /// A recipe for random samples, as written; read by the family machinery.
        case family([String: SettingText])
    }

    public init(name: String, kind: Kind) {
        self.name = name
        self.kind = kind
    }
}

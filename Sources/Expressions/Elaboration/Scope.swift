/// What the names of a formula mean at one place of a problem file.
public struct Scope: Sendable {
    /// An unknown field.
    public struct Field: Hashable, Sendable {
        public var name: String
        public var isVector: Bool
        /// Its scalar components among those of all unknowns.
        public var components: Range<Int>

        public init(name: String, isVector: Bool, components: Range<Int>) {
            self.name = name
            self.isVector = isVector
            self.components = components
        }
    }

    /// Where the formula holds; decides what `dn`, `normal` and `tangent` mean.
    public enum Place: Hashable, Sendable {
        /// Inside the domain, or everywhere; there is no normal.
        case interior
        /// At one instant, everywhere in space; there is no normal.
        case instant
        /// On one end of a coordinate's range: the normal is along the coordinate.
        case side(coordinate: Int, isUpper: Bool)
        /// On a piece of boundary of any shape: the normal is `Symbol.normal`.
        case boundary
    }

    /// All coordinates in the problem's order, time included.
    public var coordinates: [String]
    /// Which coordinate is time.
    public var timeIndex: Int?
    public var unknowns: [Field] = []
    /// Parameters that stay symbols: the i-th is `Symbol.parameter(i)`.
    public var parameters: [String] = []
    /// Names that stand for an expression: formula parameters, and names bound by the context.
    public var definitions: [String: TypedExpression] = [:]
    /// Input fields: the i-th is `Symbol.input(i, …)`.
    public var inputs: [String] = []
    /// Exact solution by scalar component.
    public var exact: [Int: Expression] = [:]
    public var place: Place = .interior
    /// False where a formula must be known beforehand: parameters, exact solutions.
    public var allowsUnknowns = true
    /// False where no integral over the domain can be taken.
    public var allowsFunctionals = true
    /// False where traces such as `u(t=1)` have no meaning.
    public var allowsTraces = true
    /// False where data from files cannot be used.
    public var allowsFiles = true
    /// False where coordinates must not occur: values of parameters that are plain numbers.
    public var allowsCoordinates = true

    public init(coordinates: [String], timeIndex: Int? = nil) {
        self.coordinates = coordinates
        self.timeIndex = timeIndex
    }

    /// Indices of the space coordinates, in order.
    public var spaceIndices: [Int] { coordinates.indices.filter { $0 != timeIndex } }
}

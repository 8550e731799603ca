import Expressions

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

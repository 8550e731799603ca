/// A field given from outside: data from a file, or a random field of a family.
public struct InputField: Sendable {
    public var name: String
    public var kind: Kind
    /// Points at which learned methods see the field, if given.
    public var sensors: Int?
    /// What holds between samples on a grid.
    public var interpolation = Interpolation.polynomial

    public enum Interpolation: Sendable, Hashable {
        /// A local polynomial of degree up to seven along each axis: for smooth fields.
        case polynomial
        /// The field is constant on the dual cells of its nodes, for fields with jumps; on the face of two cells it has the mean
        /// of both values. Derivatives are zero.
        case cells
    }

    public enum Kind: Sendable {
        /// Samples on a uniform grid over the domain, row-major over the space coordinates in the problem's order.
        case sampled(path: String, shape: [Int], values: [Double])
        /// A law of which every sample of a family has its own draw.
        case family(RandomInput)
    }

    public init(name: String, kind: Kind) {
        self.name = name
        self.kind = kind
    }
}

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

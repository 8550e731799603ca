/// A named piece of the vector of parameters.
public struct ParameterTensor: Hashable, Codable, Sendable {
    public var name: String
    /// Extents; row-major.
    public var shape: [Int]

    public init(name: String, shape: [Int]) {
        self.name = name
        self.shape = shape
    }

    /// Number of entries.
    public var count: Int { shape.reduce(1, *) }
}

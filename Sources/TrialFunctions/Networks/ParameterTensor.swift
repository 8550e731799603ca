import NumericsCore

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

/// A trial function whose parameters are tensors with names, stored one after the other.
public protocol NamedParameters {
    /// Names and shapes in the order of the vector of parameters.
    var parameterTensors: [ParameterTensor] { get }
}

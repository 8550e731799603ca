import Expressions

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

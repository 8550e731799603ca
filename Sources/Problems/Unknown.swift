/// An unknown field and the range of its scalar components among all components.
public struct Unknown: Hashable, Sendable {
    public var name: String
    public var isVector: Bool
    /// Indices of its scalar components; one for a scalar, one a space dimension for a vector.
    public var components: Range<Int>
    /// True for a field without an equation of its own, such as a coefficient, that observations determine.
    public var isEstimated: Bool

    public init(name: String, isVector: Bool, components: Range<Int>, isEstimated: Bool = false) {
        self.isEstimated = isEstimated
        self.name = name
        self.isVector = isVector
        self.components = components
    }
}

import Expressions

/// A named piece of the boundary.
public struct BoundaryPart: Sendable, Hashable {
    public enum Kind: Sendable, Hashable {
        /// Where a condition on the coordinates holds.
        case region(LogicalExpression)
        /// What lies on `coordinate = value`, within `slack`: made of `at: x = 0` on a shape.
        case line(coordinate: Int, value: Double, slack: Double)
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

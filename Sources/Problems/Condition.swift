import Expressions

/// A scalar condition: residual = 0 at a place.
public struct Condition: Sendable {
    public enum Place: Hashable, Sendable {
        /// At the first instant (`t = 0`), everywhere in space. For ODEs also any given instant.
        case instant(Double)
        /// On one end of a coordinate's range.
        case side(BoundarySide)
        /// On a named part of the boundary of the shape, or on all of it.
        case part(String)
    }

    /// Name for tables and messages (`x = -1`, `initial u`).
    public var name: String
    public var place: Place
    /// On a side: where along it the condition holds; nil is the whole side. Points satisfy it where it is true.
    public var extent: LogicalExpression?
    /// Left side minus right side.
    public var residual: Expression
    /// The formula.
    public var origin: SourceOrigin?
    /// The place it was given for (`x = -1`).
    public var placeOrigin: SourceOrigin?

    public init(
        name: String, place: Place, extent: LogicalExpression? = nil, residual: Expression, origin: SourceOrigin? = nil,
        placeOrigin: SourceOrigin? = nil
    ) {
        self.name = name
        self.place = place
        self.extent = extent
        self.residual = residual
        self.origin = origin
        self.placeOrigin = placeOrigin
    }
}

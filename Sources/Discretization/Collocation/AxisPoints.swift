/// A set of positions along one axis at which unknowns are evaluated.
public enum AxisPoints: Hashable, Sendable {
    /// The points where equations hold: first-kind points of every element, or all points of a periodic axis.
    case residual
    /// The points that carry the values of a component with so many conditions along the axis.
    case nodes(conditions: Int)
    /// The lower end of the axis.
    case lower
    /// The upper end of the axis.
    case upper
    /// The upper end of every element but the last, seen from inside the element.
    case interfacesFromBelow
    /// The lower end of every element but the first, seen from inside the element.
    case interfacesFromAbove
    /// Any positions within the range.
    case positions([Double])
}

/// What kind of picture shows a field.
public enum PlotKind: String, CaseIterable, Sendable {
    /// The one that suits the field: see `FieldFigure`.
    case auto
    /// Values along a line, or over time where there is no space.
    case curves
    /// Colours with contour lines over a plane.
    case map
    /// Colours over time and the only space coordinate.
    case spaceTime = "space-time"
    /// Three orthogonal planes through a volume.
    case slices
    /// Maps of up to six times side by side.
    case times
    /// Evenly spaced lines along a vector field over its magnitude.
    case streamlines
    /// Arrows of a vector field over its magnitude.
    case quiver
    /// One quantity against another over time.
    case phase
}

/// A plane of values that a picture shows, and what surrounds it.
struct ShownPlane {
    var plane: PlaneValues
    /// Two components in the plane, for arrows and lines.
    var vector: VectorPlane?
    var title: String
    var horizontal: String
    var vertical: String
    /// Whether both axes are lengths.
    var isSpatial: Bool
}

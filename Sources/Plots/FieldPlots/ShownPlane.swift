/// A plane of values that a picture shows, and what surrounds it.
struct ShownPlane {
    var plane: PlaneValues
    /// Negative inside the region of the problem, zero on its edge; nil without one.
    var edge: PlaneValues?
    /// Two components in the plane, for arrows and lines.
    var vector: VectorPlane?
    var title: String
    var horizontal: String
    var vertical: String
    /// Whether both axes are lengths.
    var isSpatial: Bool
}

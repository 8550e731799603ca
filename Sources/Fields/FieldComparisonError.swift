/// Why two fields or two series of snapshots cannot be compared or interpolated.
public enum FieldComparisonError: Error, Sendable, Hashable {
    /// The numbers of components differ.
    case componentsDiffer(field: String, counts: [Int])
    /// Values were asked for on the same grid, and the grids differ.
    case gridsDiffer(field: String)
    /// The axes have other names or another number.
    case axesDiffer(field: String, axes: [String], reference: [String])
    /// A point lies outside the range of an axis.
    case outside(axis: String, value: Double, lower: Double, upper: Double)
    /// A series has no field of this name.
    case fieldMissing(String)
    /// The snapshots were taken at different times, or there are none.
    case timesDiffer(count: Int, referenceCount: Int)
}

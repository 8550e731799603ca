/// Why something cannot be drawn.
public enum PlotError: Error, Hashable, Sendable {
    /// There is no field of this name.
    case fieldMissing(String, available: [String])
    /// There are no fields at all.
    case nothingToShow
    /// There is no snapshot with this number, counted from 0.
    case indexMissing(Int, count: Int)
    /// The fields have no times, or none near this one.
    case timeMissing(Double, range: ClosedRange<Double>?)
    /// A slice names no axis of the field.
    case axisMissing(String, available: [String])
    /// A slice lies outside the range of its axis.
    case outside(axis: String, value: Double, range: ClosedRange<Double>)
    /// The kind of picture does not show this many space dimensions, or needs something that is not there.
    case unsuitable(kind: String, reason: String)
    /// Several runs have nothing in common to be shown side by side.
    case notComparable(reason: String)
    /// The name of a file does not end in a known format.
    case unknownFormat(String)
    case cannotWrite(path: String, reason: String)
    /// The drawing library failed.
    case drawing(reason: String)
}

/// The value of an attribute: a remark of a few words or numbers on a file, group or data set.
public enum HDF5Attribute: Sendable, Hashable {
    /// UTF-8 text.
    case text(String)
    case integer(Int)
    case number(Double)
    case numbers([Double])
}

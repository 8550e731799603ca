/// The HDF5 library in use.
public enum HDF5Version {
    /// Version of the library, such as `1.10.8`.
    public static var text: String { HDF5Library.version }
}

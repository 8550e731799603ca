import CHDF5
import Fields

extension NumpyArray.ElementType {
    /// The type of elements in an HDF5 file, little-endian; nil for those HDF5 has no standard type for.
    var hdf5: hid_t? {
        switch self {
        case .float64: ansatz_h5_float64()
        case .float32: ansatz_h5_float32()
        case .int64: ansatz_h5_int64()
        case .int32: ansatz_h5_int32()
        case .int16: ansatz_h5_int16()
        case .int8: ansatz_h5_int8()
        case .uint64: ansatz_h5_uint64()
        case .uint32: ansatz_h5_uint32()
        case .uint16: ansatz_h5_uint16()
        case .uint8: ansatz_h5_uint8()
        case .float16, .boolean, .complex128, .complex64: nil
        }
    }

    /// The type of a data set's elements; nil for anything but numbers.
    init?(hdf5 type: hid_t) {
        let size = H5Tget_size(type)
        switch H5Tget_class(type) {
        case H5T_FLOAT: self.init(rawValue: "f\(size)")
        case H5T_INTEGER: self.init(rawValue: (H5Tget_sign(type) == H5T_SGN_NONE ? "u" : "i") + "\(size)")
        // h5py stores truth values as an enumeration of bytes.
        case H5T_ENUM where size == 1: self = .boolean
        default: return nil
        }
    }
}

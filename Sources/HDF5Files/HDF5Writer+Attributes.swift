import CHDF5

extension HDF5Writer {
    /// Writes an attribute of the file (`/`), a group or a data set that exists.
    /// - Throws: `HDF5Error.cannotWrite`.
    public func setAttribute(_ name: String, to value: HDF5Attribute, of object: String = "/") throws(HDF5Error) {
        try HDF5Library.locked { () throws(HDF5Error) in
            let owner = try owner(of: object)
            guard Self.write(value, name, owner) else {
                throw .cannotWrite(path: path, key: object + "@" + name, reason: HDF5Library.lastError)
            }
        }
    }

    private static func write(_ value: HDF5Attribute, _ name: String, _ owner: HDF5Handle) -> Bool {
        switch value {
        case .text(let text): write(text, name, owner)
        case .integer(let number):
            withUnsafePointer(to: Int64(number)) {
                write(UnsafeRawPointer($0), ansatz_h5_int64(), ansatz_h5_native_int64(), count: nil, name, owner)
            }
        case .number(let number):
            withUnsafePointer(to: number) {
                write(UnsafeRawPointer($0), ansatz_h5_float64(), ansatz_h5_native_double(), count: nil, name, owner)
            }
        case .numbers(let numbers):
            numbers.withUnsafeBytes {
                write($0.baseAddress, ansatz_h5_float64(), ansatz_h5_native_double(), count: numbers.count, name, owner)
            }
        }
    }

    // Fixed length, because variable-length text lives on a heap of its own that few small readers understand.
    private static func write(_ text: String, _ name: String, _ owner: HDF5Handle) -> Bool {
        guard let type = HDF5Handle(H5Tcopy(ansatz_h5_c_string()), close: H5Tclose),
            H5Tset_size(type.id, text.utf8.count + 1) >= 0, H5Tset_cset(type.id, H5T_CSET_UTF8) >= 0
        else { return false }
        return text.withCString { write(UnsafeRawPointer($0), type.id, type.id, count: nil, name, owner) }
    }

    private static func write(
        _ bytes: UnsafeRawPointer?, _ fileType: hid_t, _ memoryType: hid_t, count: Int?, _ name: String, _ owner: HDF5Handle
    ) -> Bool {
        let space = count.map { H5Screate_simple(1, [hsize_t($0)], nil) } ?? H5Screate(H5S_SCALAR)
        guard let space = HDF5Handle(space, close: H5Sclose),
            let attribute = HDF5Handle(
                H5Acreate2(owner.id, name, fileType, space.id, ansatz_h5_default(), ansatz_h5_default()), close: H5Aclose)
        else { return false }
        return count == 0 || H5Awrite(attribute.id, memoryType, bytes) >= 0
    }
}

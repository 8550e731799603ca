import CHDF5

extension HDF5Reader {
    /// All attributes of the file (`/`), a group or a data set, by name; those that are neither text nor numbers are left out.
    /// - Throws: `HDF5Error`.
    public func attributes(of object: String = "/") throws(HDF5Error) -> [String: HDF5Attribute] {
        try HDF5Library.locked { () throws(HDF5Error) in
            guard let owner = HDF5Handle(H5Oopen(file.id, object, ansatz_h5_default()), close: H5Oclose) else {
                throw unreadable(object)
            }
            var result: [String: HDF5Attribute] = [:]
            // The count of attributes is found by asking until there is no next one.
            var index: hsize_t = 0
            while let attribute = HDF5Handle(
                H5Aopen_by_idx(
                    owner.id, ".", H5_INDEX_NAME, H5_ITER_NATIVE, index, ansatz_h5_default(), ansatz_h5_default()),
                close: H5Aclose)
            {
                if let name = Self.name(attribute), let value = Self.value(attribute) { result[name] = value }
                index += 1
            }
            return result
        }
    }

    private static func name(_ attribute: HDF5Handle) -> String? {
        let length = H5Aget_name(attribute.id, 0, nil)
        guard length > 0, length < 1 << 16 else { return nil }
        var bytes = [CChar](repeating: 0, count: length + 1)
        H5Aget_name(attribute.id, bytes.count, &bytes)
        return text(bytes.prefix(length))
    }

    private static func value(_ attribute: HDF5Handle) -> HDF5Attribute? {
        guard let type = HDF5Handle(H5Aget_type(attribute.id), close: H5Tclose),
            let space = HDF5Handle(H5Aget_space(attribute.id), close: H5Sclose)
        else { return nil }
        let count = Int(H5Sget_simple_extent_npoints(space.id))
        guard count > 0, count <= 1 << 20 else { return nil }
        switch H5Tget_class(type.id) {
        case H5T_STRING where count == 1: return string(attribute, type).map { .text($0) }
        case H5T_INTEGER where count == 1:
            var value: Int64 = 0
            return H5Aread(attribute.id, ansatz_h5_native_int64(), &value) >= 0 ? .integer(Int(value)) : nil
        case H5T_INTEGER, H5T_FLOAT:
            var values = [Double](repeating: 0, count: count)
            guard H5Aread(attribute.id, ansatz_h5_native_double(), &values) >= 0 else { return nil }
            return H5Sget_simple_extent_ndims(space.id) == 0 ? .number(values[0]) : .numbers(values)
        default: return nil
        }
    }

    private static func string(_ attribute: HDF5Handle, _ type: HDF5Handle) -> String? {
        if H5Tis_variable_str(type.id) > 0 {
            var pointer: UnsafeMutablePointer<CChar>?
            guard H5Aread(attribute.id, type.id, &pointer) >= 0, let pointer else { return nil }
            defer { H5free_memory(pointer) }
            return String(validatingCString: pointer)
        }
        let size = H5Tget_size(type.id)
        guard size > 0, size <= 1 << 24 else { return nil }
        var bytes = [CChar](repeating: 0, count: size)
        return H5Aread(attribute.id, type.id, &bytes) >= 0 ? text(bytes.prefix { $0 != 0 }) : nil
    }

    private static func text(_ bytes: ArraySlice<CChar>) -> String? {
        String(validating: bytes.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}

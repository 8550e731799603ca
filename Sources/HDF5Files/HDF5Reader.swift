import CHDF5
import Fields
import Foundation
import NumericsCore

/// Reads data sets and attributes of an HDF5 file, MATLAB's `-v7.3` files included.
///
/// Numbers of every size and byte order are read into doubles; the array keeps the type they had.
public final class HDF5Reader {
    public let path: String
    let file: HDF5Handle
    /// Full names of all data sets without the leading slash (`inputs/a`), in the order of the file's index.
    public let keys: [String]

    /// Opens a file.
    /// - Throws: `HDF5Error.cannotOpen`.
    public init(path: String) throws(HDF5Error) {
        self.path = path
        (file, keys) = try HDF5Library.locked { () throws(HDF5Error) in
            guard FileManager.default.fileExists(atPath: path) else {
                throw .cannotOpen(path: path, reason: "there is no such file")
            }
            guard let file = HDF5Handle(H5Fopen(path, ansatz_h5_read_only(), ansatz_h5_default()), close: H5Fclose) else {
                throw .cannotOpen(path: path, reason: HDF5Library.lastError)
            }
            var walk = HDF5Walk()
            guard walk.visit(file.id, prefix: "", depth: 0) else {
                throw .cannotOpen(path: path, reason: "its groups are nested too deeply, too many or damaged")
            }
            return (file, walk.keys)
        }
    }

    /// Shape and type of a data set; the type is nil where its elements are not numbers.
    /// - Throws: `HDF5Error`.
    public func description(of key: String) throws(HDF5Error) -> (shape: [Int], type: NumpyArray.ElementType?) {
        try HDF5Library.locked { () throws(HDF5Error) in
            let dataset = try open(key)
            return (try shape(of: dataset, key), elementType(of: dataset))
        }
    }

    /// A whole data set, row-major.
    /// - Throws: `HDF5Error`.
    public func array(_ key: String) throws(HDF5Error) -> NumpyArray {
        try HDF5Library.locked { () throws(HDF5Error) in
            let dataset = try open(key)
            let shape = try shape(of: dataset, key)
            return try read(dataset, key, shape: shape, from: ansatz_h5_all(), memory: ansatz_h5_all())
        }
    }

    /// Rows of a data set along its first axis.
    ///
    /// Precondition: the range lies inside the first axis.
    /// - Throws: `HDF5Error`.
    public func rows(_ range: Range<Int>, of key: String) throws(HDF5Error) -> NumpyArray {
        try HDF5Library.locked { () throws(HDF5Error) in
            let dataset = try open(key)
            var shape = try shape(of: dataset, key)
            precondition(!shape.isEmpty && range.lowerBound >= 0 && range.upperBound <= shape[0], "rows out of range")
            shape[0] = range.count
            guard let space = HDF5Handle(H5Dget_space(dataset.id), close: H5Sclose) else { throw unreadable(key) }
            let start = [hsize_t(range.lowerBound)] + [hsize_t](repeating: 0, count: shape.count - 1)
            let extent = shape.map { hsize_t($0) }
            guard H5Sselect_hyperslab(space.id, H5S_SELECT_SET, start, nil, extent, nil) >= 0,
                let memory = HDF5Handle(H5Screate_simple(Int32(shape.count), extent, nil), close: H5Sclose)
            else { throw unreadable(key) }
            return try read(dataset, key, shape: shape, from: space.id, memory: memory.id)
        }
    }

    func open(_ key: String) throws(HDF5Error) -> HDF5Handle {
        guard keys.contains(key) else { throw .missing(path: path, key: key, available: keys) }
        guard let dataset = HDF5Handle(H5Dopen2(file.id, key, ansatz_h5_default()), close: H5Dclose) else {
            throw unreadable(key)
        }
        return dataset
    }

    func unreadable(_ key: String) -> HDF5Error {
        .cannotRead(path: path, key: key, reason: HDF5Library.lastError)
    }

    private func elementType(of dataset: HDF5Handle) -> NumpyArray.ElementType? {
        HDF5Handle(H5Dget_type(dataset.id), close: H5Tclose).flatMap { NumpyArray.ElementType(hdf5: $0.id) }
    }

    private func shape(of dataset: HDF5Handle, _ key: String) throws(HDF5Error) -> [Int] {
        guard let space = HDF5Handle(H5Dget_space(dataset.id), close: H5Sclose) else { throw unreadable(key) }
        guard H5Sget_simple_extent_type(space.id) != H5S_NULL else {
            throw .cannotRead(path: path, key: key, reason: "it is empty")
        }
        var extent = [hsize_t](repeating: 0, count: max(Int(H5Sget_simple_extent_ndims(space.id)), 0))
        H5Sget_simple_extent_dims(space.id, &extent, nil)
        // A damaged header can ask for any size; nothing beyond 2^40 elements is ever allocated.
        var product = 1
        for size in extent {
            let (next, overflow) = product.multipliedReportingOverflow(by: Int(clamping: size))
            guard !overflow, next <= 1 << 40 else { throw .cannotRead(path: path, key: key, reason: "it is too large") }
            product = next
        }
        return extent.map { Int($0) }
    }

    private func read(
        _ dataset: HDF5Handle, _ key: String, shape: [Int], from space: hid_t, memory: hid_t
    ) throws(HDF5Error) -> NumpyArray {
        guard let type = elementType(of: dataset) else {
            throw .cannotRead(path: path, key: key, reason: "its elements are not numbers")
        }
        var values = Tensor(shape: shape, repeating: 0.0)
        let status: herr_t
        if type == .boolean {
            var bytes = [UInt8](repeating: 0, count: values.count)
            status = HDF5Handle(H5Dget_type(dataset.id), close: H5Tclose).map { H5Dread(dataset.id, $0.id, memory, space, ansatz_h5_default(), &bytes) } ?? -1
            values = Tensor(shape: shape, elements: bytes.map { Double($0) })
        } else {
            status = values.withUnsafeMutableBufferPointer {
                H5Dread(dataset.id, ansatz_h5_native_double(), memory, space, ansatz_h5_default(), $0.baseAddress)
            }
        }
        guard status >= 0 else { throw unreadable(key) }
        return NumpyArray(values, as: type)
    }
}

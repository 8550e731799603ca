import CHDF5
import Fields
import Foundation
import NumericsCore

/// Writes an HDF5 file that appears under its name complete or not at all.
///
/// Everything goes to `<path>.tmp`; `finish` flushes and renames. Without it the temporary file is removed. Groups named in
/// keys (`inputs/a`) are made as needed.
public final class HDF5Writer {
    public let path: String
    private let temporaryPath: String
    private var file: HDF5Handle?
    private var datasets: [String: (handle: HDF5Handle, rows: Int, rowShape: [Int])] = [:]

    /// Makes an empty file.
    /// - Throws: `HDF5Error.cannotCreate`.
    public init(path: String) throws(HDF5Error) {
        self.path = path
        temporaryPath = path + ".tmp"
        let name = temporaryPath
        file = try HDF5Library.locked { () throws(HDF5Error) in
            let id = H5Fcreate(name, ansatz_h5_truncate(), ansatz_h5_default(), ansatz_h5_default())
            guard let file = HDF5Handle(id, close: H5Fclose) else {
                throw .cannotCreate(path: path, reason: HDF5Library.lastError)
            }
            return file
        }
    }

    /// Writes one whole array.
    /// - Throws: `HDF5Error.cannotWrite`, also for types without an HDF5 counterpart (half precision, complex, truth values).
    public func write(_ array: NumpyArray, to key: String) throws(HDF5Error) {
        try HDF5Library.locked { () throws(HDF5Error) in
            let extent = array.values.shape.map { hsize_t($0) }
            guard let space = HDF5Handle(H5Screate_simple(Int32(extent.count), extent, nil), close: H5Sclose) else {
                throw refused(key)
            }
            let dataset = try make(key, type: array.type, space: space, creation: ansatz_h5_default())
            try store(array.values, in: dataset, key, file: ansatz_h5_all(), memory: ansatz_h5_all())
        }
    }

    /// Makes a data set without rows that `append` extends along its first axis.
    /// - Parameters:
    ///   - rowShape: extents of the other axes.
    ///   - rowsPerChunk: rows stored, read and checked together.
    /// - Throws: `HDF5Error.cannotWrite`.
    public func makeSeries(
        _ key: String, rowShape: [Int], type: NumpyArray.ElementType = .float64, rowsPerChunk: Int = 1
    ) throws(HDF5Error) {
        try HDF5Library.locked { () throws(HDF5Error) in
            let extent = [0] + rowShape.map { hsize_t($0) }
            let limit = [ansatz_h5_unlimited()] + rowShape.map { hsize_t($0) }
            let chunk = [hsize_t(max(rowsPerChunk, 1))] + rowShape.map { hsize_t(max($0, 1)) }
            guard let space = HDF5Handle(H5Screate_simple(Int32(extent.count), extent, limit), close: H5Sclose),
                let creation = HDF5Handle(H5Pcreate(ansatz_h5_dataset_creation()), close: H5Pclose),
                H5Pset_chunk(creation.id, Int32(chunk.count), chunk) >= 0,
                // A checksum for each chunk: damage is told when it is read.
                H5Pset_fletcher32(creation.id) >= 0
            else { throw refused(key) }
            let dataset = try make(key, type: type, space: space, creation: creation.id)
            datasets[key] = (dataset, 0, rowShape)
        }
    }

    /// Appends rows [row][…rowShape] to a series.
    ///
    /// Precondition: `makeSeries` made the key, and the shapes agree.
    /// - Throws: `HDF5Error.cannotWrite`.
    public func append(_ rows: Tensor<Double>, to key: String) throws(HDF5Error) {
        guard let (dataset, count, rowShape) = datasets[key] else { preconditionFailure("'\(key)' is not a series") }
        precondition(Array(rows.shape.dropFirst()) == rowShape, "rows of shape \(rows.shape) do not fit '\(key)'")
        guard rows.count > 0 else { return }
        try HDF5Library.locked { () throws(HDF5Error) in
            let added = rows.shape.map { hsize_t($0) }
            let total = [hsize_t(count + rows.shape[0])] + added.dropFirst()
            let start = [hsize_t(count)] + [hsize_t](repeating: 0, count: added.count - 1)
            guard H5Dset_extent(dataset.id, total) >= 0,
                let space = HDF5Handle(H5Dget_space(dataset.id), close: H5Sclose),
                H5Sselect_hyperslab(space.id, H5S_SELECT_SET, start, nil, added, nil) >= 0,
                let memory = HDF5Handle(H5Screate_simple(Int32(added.count), added, nil), close: H5Sclose)
            else { throw refused(key) }
            try store(rows, in: dataset, key, file: space.id, memory: memory.id)
        }
        datasets[key]?.rows = count + rows.shape[0]
    }

    /// Puts the file in place.
    /// - Throws: `HDF5Error.cannotWrite`, `.cannotCreate`.
    public func finish() throws(HDF5Error) {
        try HDF5Library.locked { () throws(HDF5Error) in
            guard let file, H5Fflush(file.id, H5F_SCOPE_GLOBAL) >= 0 else { throw refused("file") }
            datasets = [:]
            self.file = nil
        }
        let descriptor = open(temporaryPath, O_RDONLY | O_CLOEXEC)
        let isSafe = descriptor >= 0 && fsync(descriptor) == 0 && rename(temporaryPath, path) == 0
        let code = errno
        if descriptor >= 0 { close(descriptor) }
        guard isSafe else {
            unlink(temporaryPath)
            throw .cannotCreate(path: path, reason: String(cString: strerror(code)))
        }
        // The name itself survives a power failure only once its folder is flushed.
        let folder = FilePath(path).folder
        let handle = open(folder.isEmpty ? "." : folder, O_RDONLY | O_CLOEXEC)
        if handle >= 0 {
            fsync(handle)
            close(handle)
        }
    }

    deinit {
        let isUnfinished = file != nil
        datasets = [:]
        file = nil
        if isUnfinished { unlink(temporaryPath) }
    }

    private func refused(_ key: String) -> HDF5Error {
        .cannotWrite(path: path, key: key, reason: HDF5Library.lastError)
    }

    private func make(
        _ key: String, type: NumpyArray.ElementType, space: HDF5Handle, creation: hid_t
    ) throws(HDF5Error) -> HDF5Handle {
        guard let type = type.hdf5 else {
            throw .cannotWrite(path: path, key: key, reason: "HDF5 has no standard type for '\(type.rawValue)'")
        }
        guard let file, let links = HDF5Handle(H5Pcreate(ansatz_h5_link_creation()), close: H5Pclose),
            H5Pset_create_intermediate_group(links.id, 1) >= 0,
            let dataset = HDF5Handle(
                H5Dcreate2(file.id, key, type, space.id, links.id, creation, ansatz_h5_default()), close: H5Dclose)
        else { throw refused(key) }
        return dataset
    }

    private func store(
        _ values: Tensor<Double>, in dataset: HDF5Handle, _ key: String, file space: hid_t, memory: hid_t
    ) throws(HDF5Error) {
        let status = values.withUnsafeBufferPointer {
            H5Dwrite(dataset.id, ansatz_h5_native_double(), memory, space, ansatz_h5_default(), $0.baseAddress)
        }
        guard status >= 0 else { throw refused(key) }
    }

    /// The open file, for attributes.
    func owner(of object: String) throws(HDF5Error) -> HDF5Handle {
        guard let file, let owner = HDF5Handle(H5Oopen(file.id, object, ansatz_h5_default()), close: H5Oclose) else {
            throw refused(object)
        }
        return owner
    }
}

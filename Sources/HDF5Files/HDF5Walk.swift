import CHDF5

/// Collects the names of all data sets below a group.
///
/// Only hard links are followed: others may dangle or lead out of the file. Hard links can form cycles, so depth and
/// number of visited objects are bounded.
struct HDF5Walk {
    private(set) var keys: [String] = []
    private var visited = 0

    private static let deepest = 32
    private static let most = 100_000

    /// False where the bounds are exceeded or a group cannot be read.
    mutating func visit(_ group: hid_t, prefix: String, depth: Int) -> Bool {
        var info = H5G_info_t()
        guard depth < Self.deepest, H5Gget_info(group, &info) >= 0 else { return false }
        for index in 0..<info.nlinks {
            visited += 1
            guard visited <= Self.most, let name = Self.name(group, index) else { return false }
            // MATLAB keeps its own bookkeeping under names that start with '#'.
            guard !name.hasPrefix("#"), ansatz_h5_is_hard_link(group, name) != 0 else { continue }
            guard let object = HDF5Handle(H5Oopen(group, name, ansatz_h5_default()), close: H5Oclose) else { return false }
            switch H5Iget_type(object.id) {
            case H5I_DATASET: keys.append(prefix + name)
            case H5I_GROUP:
                guard visit(object.id, prefix: prefix + name + "/", depth: depth + 1) else { return false }
            default: break
            }
        }
        return true
    }

    private static func name(_ group: hid_t, _ index: hsize_t) -> String? {
        let length = H5Lget_name_by_idx(group, ".", H5_INDEX_NAME, H5_ITER_NATIVE, index, nil, 0, ansatz_h5_default())
        guard length > 0, length < 1 << 16 else { return nil }
        var bytes = [CChar](repeating: 0, count: length + 1)
        H5Lget_name_by_idx(group, ".", H5_INDEX_NAME, H5_ITER_NATIVE, index, &bytes, bytes.count, ansatz_h5_default())
        return String(validating: bytes.prefix(length).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}

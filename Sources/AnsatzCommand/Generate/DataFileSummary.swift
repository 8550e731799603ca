import Ansatz
import FieldFiles
import Foundation
import HDF5Files

/// What a data file holds: names, shapes and types of its arrays, and the metadata of those that `generate` wrote.
///
/// Everything is read, so that a damaged file is told.
struct DataFileSummary {
    var arrays: [(key: String, shape: [Int], type: String)] = []
    /// The document of `generate`, as it was written.
    var metadata: [String: Any]?

    /// - Throws: `FieldFileError`, `HDF5Error`.
    init(path: String) throws {
        if path.hasSuffix(".npz") { try readArchive(path) } else { try readHDF5(path) }
    }

    static func canRead(_ path: String) -> Bool { [".npz", ".h5", ".hdf5", ".mat"].contains { path.hasSuffix($0) } }

    private mutating func readArchive(_ path: String) throws {
        let archive = try NumpyArchive(path: path)
        for key in archive.keys {
            if key == NumpyDatasetFile.metadataName {
                metadata = Self.document(try archive.bytes(key))
            } else {
                let array = try archive.array(key)
                arrays.append((key, array.shape, array.type.rawValue))
            }
        }
    }

    private mutating func readHDF5(_ path: String) throws {
        let reader = try HDF5Reader(path: path)
        for key in reader.keys {
            let (shape, type) = try reader.description(of: key)
            if type != nil { _ = try reader.array(key) }
            arrays.append((key, shape, type?.rawValue ?? "not numbers"))
        }
        if case .text(let text)? = try reader.attributes()[HDF5DatasetFile.metadataName] {
            metadata = Self.document(Array(text.utf8))
        }
    }

    private static func document(_ bytes: [UInt8]) -> [String: Any]? {
        try? JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any]
    }

    /// For people.
    var text: String {
        let width = arrays.map(\.key.count).max() ?? 0
        var lines = arrays.map { array in
            let pad = String(repeating: " ", count: width - array.key.count)
            return "\(array.key)\(pad)  \(array.type)  [\(array.shape.map(String.init).joined(separator: ", "))]"
        }
        guard let metadata else { return (lines + [keyMap]).joined(separator: "\n") + "\n" }
        for name in ["problem", "title", "method", "tool", "seed", "precision", "recipe_hash", "rejected"] {
            if let value = metadata[name], !(value is NSNull) { lines.append("\(name.replacingOccurrences(of: "_", with: " ")): \(value)") }
        }
        if let residual = metadata["residual"] as? Double {
            lines.append("\(metadata["residual_kind"] as? String ?? "residual"): \(NumberText.scientific(residual)) at most")
        }
        if let error = metadata["discretization_error"] as? [String: Any], let mean = error["mean"] as? Double, let most = error["max"] as? Double {
            lines.append("discretisation error: \(NumberText.scientific(mean)) in the mean, \(NumberText.scientific(most)) at most")
        }
        if let timings = metadata["timings"] as? [String: Any], let seconds = timings["data"] as? Double {
            lines.append("time of all solves: \(NumberText.duration(seconds)), summed over the threads")
        }
        if let recipe = metadata["recipe"] as? String {
            lines += ["recipe:"] + recipe.split(separator: "\n").map { "  " + $0 }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// How a problem file names the arrays of a foreign file.
    private var keyMap: String {
        let largest = arrays.filter { $0.shape.count >= 2 }.map(\.key).prefix(2)
        guard largest.count == 2 else { return "" }
        return "a problem file names such arrays with: data: {file: …, inputs: {a: \(largest[0])}, outputs: {u: \(largest[1])}}"
    }

    var json: JSONValue {
        .object([
            ("arrays", .object(arrays.map { ($0.key, ["shape": .list($0.shape.map(JSONValue.integer)), "type": .text($0.type)]) })),
            ("metadata", metadata.map { JSONValue(foundation: $0) } ?? .null),
        ])
    }
}

extension JSONValue {
    /// A value that Foundation read; members of objects are sorted by name.
    init(foundation value: Any) {
        switch value {
        case let text as String: self = .text(text)
        case let number as NSNumber where isTruthValue(number): self = .flag(number.boolValue)
        case let number as NSNumber:
            self = number.doubleValue == Double(number.intValue) ? .integer(number.intValue) : .number(number.doubleValue)
        case let list as [Any]: self = .list(list.map { JSONValue(foundation: $0) })
        case let object as [String: Any]:
            self = .object(object.sorted { $0.key < $1.key }.map { ($0.key, JSONValue(foundation: $0.value)) })
        default: self = .null
        }
    }
}

/// Truth values come as numbers of a type of their own.
private func isTruthValue(_ number: NSNumber) -> Bool { String(cString: number.objCType) == "c" }

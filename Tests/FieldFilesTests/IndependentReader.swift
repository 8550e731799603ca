import Foundation
import XCTest

/// Runs `tools/read_fields.py` over files and gives back what other people's readers found in them.
struct IndependentReader {
    /// One array as a reader saw it.
    struct Array: Decodable {
        struct Place: Decodable {
            var start: Int
            var count: Int
        }

        var name: String
        var type: String
        var shape: [Int]
        var componentNames: [String]
        var values: Place
        var aligned: Bool?
    }

    struct Entry: Decodable {
        var time: Double
        var file: String
        var exists: Bool
    }

    struct Cells: Decodable {
        var type: String
        var points: [[Int]]
    }

    /// What was found in one file; only the parts its kind has.
    struct Finding: Decodable {
        var events: [String]?
        var points: Int?
        var cells: Int?
        var bounds: [Double]?
        var extent: [Int]?
        var spacing: [Double]?
        var times: [Double]?
        var fieldTime: Double?
        var strings: [String: String]?
        var cellPoints: [Int]?
        var cellTypes: [Int]?
        var connectivity: [Int]?
        var activeScalars: String?
        var activeVectors: String?
        var arrays: [Array]?
        var coordinates: Array.Place?
        var entries: [Entry]?
        var broken: String?
        var header: [String]?
        var rows: Int?
        var values: Array.Place?
        var metadata: [String: String]?
        var length: Int?
        var calls: [String]?
    }

    private let findings: [String: Finding]
    private let meshFindings: [String: MeshFinding]
    private let numbers: [Double]

    /// What meshio found.
    struct MeshFinding: Decodable {
        var points: Int
        var cells: [Cells]
        var arrays: [Array]
        var coordinates: Array.Place
    }

    /// Reads all files with one start of Python.
    init(_ files: [String], mesh: [String] = []) throws {
        let folder = try temporaryFolder()
        let target = folder + "/result.json"
        try Self.run(arguments: [target] + files + mesh.map { "meshio:" + $0 })
        let content = try Data(contentsOf: URL(fileURLWithPath: target))
        let all = try JSONSerialization.jsonObject(with: content) as? [String: Any] ?? [:]
        func decoded<Value: Decodable>(_: Value.Type, _ key: String) throws -> Value {
            let data = try JSONSerialization.data(withJSONObject: try XCTUnwrap(all[key]))
            return try JSONDecoder().decode(Value.self, from: data)
        }
        findings = try Dictionary(uniqueKeysWithValues: files.map { ($0, try decoded(Finding.self, $0)) })
        meshFindings = try Dictionary(
            uniqueKeysWithValues: mesh.map { ($0, try decoded(MeshFinding.self, "meshio:" + $0)) })
        numbers = try Data(contentsOf: URL(fileURLWithPath: folder + "/result.bin")).withUnsafeBytes { raw in
            (0..<(raw.count / 8)).map {
                Double(bitPattern: UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: 8 * $0, as: UInt64.self)))
            }
        }
    }

    subscript(_ file: String) -> Finding {
        get throws { try XCTUnwrap(findings[file]) }
    }

    func mesh(_ file: String) throws -> MeshFinding { try XCTUnwrap(meshFindings[file]) }

    /// The numbers at a place.
    func values(_ place: Array.Place?) throws -> [Double] {
        let place = try XCTUnwrap(place)
        return Swift.Array(numbers[place.start..<(place.start + place.count)])
    }

    /// The root of the repository.
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path

    private static func run(arguments: [String]) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: try interpreter())
        process.arguments = [root + "/tools/read_fields.py"] + arguments
        let errors = Pipe()
        process.standardError = errors
        try process.run()
        let text = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        struct ReaderFailed: Error, CustomStringConvertible { var description: String }
        if process.terminationStatus != 0 { throw ReaderFailed(description: text) }
    }

    private static func interpreter() throws -> String {
        struct PythonMissing: Error, CustomStringConvertible {
            let description = """
                The readers that check our files need Python with tools/requirements.txt. Run ./test, which sets it up \
                and passes its path in ANSATZ_PYTHON, or install them into .venv.
                """
        }
        let candidates = [ProcessInfo.processInfo.environment["ANSATZ_PYTHON"], root + "/.venv/bin/python"]
        for case let path? in candidates where FileManager.default.isExecutableFile(atPath: path) { return path }
        throw PythonMissing()
    }
}

/// A new empty folder.
func temporaryFolder() throws -> String {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent("ansatz-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    return url.path
}

/// Bit patterns, with every NaN the same: formats keep that a value is NaN, not which.
func patterns(_ values: [Double]) -> [UInt64] {
    values.map { $0.isNaN ? Double.nan.bitPattern : $0.bitPattern }
}

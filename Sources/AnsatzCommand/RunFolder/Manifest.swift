import Foundation
import NumericsCore

/// The record of a run: written when it starts (status `running`) and closed when it ends.
struct Manifest: Sendable {
    let arguments: [String]
    let workingFolder: String
    let start: Date
    let seed: UInt64
    let seedIsDefault: Bool
    let threads: Int
    let method: String
    let overrides: [String]
    /// Path and SHA-256 of the problem file and of every data file it reads.
    let inputs: [(path: String, digest: String)]
    /// SHA-256 of the resolved problem: equal problems have equal hashes.
    let problemHash: String
    /// The sample of a family that was solved.
    var sample: String?

    /// The document at the start of a run.
    var opening: JSONValue { document(closing: [("status", "running")], tool: Self.tool(checkout: nil)) }

    /// The document at the end of a run.
    /// - Parameter outputs: paths relative to the run folder.
    func closing(
        _ status: ExitStatus, outcome: String, end: Date, outputs: [String], folder: String, checkout: SourceCheckout?
    ) -> JSONValue {
        let files = outputs.map { path -> JSONValue in
            let bytes = (try? Data(contentsOf: URL(fileURLWithPath: folder + "/" + path))) ?? Data()
            return ["path": .text(path), "bytes": .integer(bytes.count), "sha256": .text(SHA256.hexDigest(bytes))]
        }
        let ending: [(String, JSONValue)] = [
            ("status", "finished"), ("outcome", .text(outcome)), ("exit_code", .integer(Int(status.rawValue))),
            ("end", .text(Self.format(end))), ("seconds", .number(end.timeIntervalSince(start))),
            ("peak_memory_bytes", .integer(MachineFacts.peakMemoryBytes)), ("outputs", .list(files)),
        ]
        return document(closing: ending, tool: Self.tool(checkout: checkout))
    }

    /// The document of a run that broke off with an error.
    func failing(_ status: ExitStatus, message: String, end: Date) -> JSONValue {
        let ending: [(String, JSONValue)] = [
            ("status", "failed"), ("error", .text(message)), ("exit_code", .integer(Int(status.rawValue))),
            ("end", .text(Self.format(end))), ("seconds", .number(end.timeIntervalSince(start))),
        ]
        return document(closing: ending, tool: Self.tool(checkout: nil))
    }

    private func document(closing: [(String, JSONValue)], tool: JSONValue) -> JSONValue {
        .object(
            closing + [
                ("start", .text(Self.format(start))),
                ("tool", tool),
                ("command", .list(arguments.map(JSONValue.text))),
                ("folder", .text(workingFolder)),
                ("method", .text(method)),
                ("seed", .integer(Int(truncatingIfNeeded: seed))),
                ("seed_is_default", .flag(seedIsDefault)),
                ("threads", .integer(threads)),
                ("overrides", .list(overrides.map(JSONValue.text))),
                ("inputs", .list(inputs.map { ["path": .text($0.path), "sha256": .text($0.digest)] })),
                ("problem_hash", .text(problemHash)),
                ("sample", sample.map(JSONValue.text) ?? .null),
                ("machine", Self.machine),
            ])
    }

    /// The tool and what it was built from; the commit is known when a run ends.
    static func tool(checkout: SourceCheckout?) -> JSONValue {
        [
            "name": "ansatz", "version": .text(Version.text),
            "commit": JSONValue(checkout?.commit), "modified": checkout.map { .flag($0.isModified) } ?? .null,
            "swift": .text(MachineFacts.swiftVersion), "build": .text(MachineFacts.buildConfiguration),
            "blas": .text(NumericLibraries.openBLAS), "fft": .text(NumericLibraries.fftw + ", planner FFTW_ESTIMATE"),
        ]
    }

    static var machine: JSONValue {
        [
            "system": .text(MachineFacts.operatingSystem), "processor": .text(MachineFacts.processor),
            "cores": .integer(MachineFacts.physicalCores), "memory_bytes": .integer(MachineFacts.memoryBytes),
        ]
    }

    static func format(_ date: Date) -> String { date.ISO8601Format(.init(includingFractionalSeconds: true)) }
}

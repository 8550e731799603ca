import Foundation
import Solving

/// `metrics.jsonl`: one line a report, flushed line by line so that a killed run keeps what it had.
final class MetricsLog {
    private let handle: FileHandle
    private var lastWritten = -1.0
    private var lastReport: StepReport?

    /// Opens the file; a resumed run appends.
    init(path: String, append: Bool) throws {
        if !append || !FileManager.default.fileExists(atPath: path) {
            guard FileManager.default.createFile(atPath: path, contents: nil) else {
                throw RunFolderError.failed(path, reason: "cannot create the file")
            }
        }
        handle = try RunFolder.translating(path) { try FileHandle(forWritingTo: URL(fileURLWithPath: path)) }
        _ = try? handle.seekToEnd()
    }

    /// Writes a report. Steps that follow within 20 ms of the last line are left out: fast solvers take thousands a second.
    func write(_ report: StepReport, elapsed: Double, force: Bool = false) throws {
        guard force || elapsed - lastWritten >= 0.02 else { return }
        if let last = lastReport, last.step == report.step, last.phase == report.phase { return }
        lastWritten = elapsed
        lastReport = report
        let residuals = JSONValue.object(report.quantities.map { ($0.name, .number($0.value)) })
        let line: JSONValue = [
            "step": .integer(report.step), "time": JSONValue(report.time), "phase": .text(report.phase),
            "residuals": residuals, "wall": .number(elapsed),
        ]
        do {
            try handle.write(contentsOf: Data((line.line + "\n").utf8))
        } catch {
            throw RunFolderError.failed("metrics.jsonl", reason: error.localizedDescription)
        }
    }

    deinit { try? handle.close() }
}

import Ansatz
import Foundation

/// The end of one `generate`: what people read and what `--json` prints.
struct GenerateReport {
    var problem: String
    var method: String
    var outcome: Outcome
    var status: ExitStatus
    /// Samples that are there, of all shards, and wanted in all.
    var done: Int
    var total: Int
    /// Samples solved by this process and the wall time it took, in seconds.
    var solved: Int
    var seconds: Double
    /// Path of the data file; nil while samples are missing.
    var file: String?
    var recipeHash: String
    var summary: DatasetAssembly.Summary?
    /// Whether the problem is one in time.
    var isEvolution = false
    /// Relative L2 differences to twice the resolution, by checked sample; NaN where nothing is known.
    var discretizationErrors: [Double] = []
    var keys: [(key: String, shape: [Int])] = []

    var knownErrors: [Double] { discretizationErrors.filter { !$0.isNaN } }

    var meanError: Double? { knownErrors.isEmpty ? nil : knownErrors.reduce(0, +) / Double(knownErrors.count) }

    /// What `SampleAnswer.residual` is.
    var accuracyName: String { isEvolution ? "highest modes" : "residual" }

    /// A signal has ended the run.
    mutating func stop() {
        outcome = .interrupted
        status = Signals.control.stopReason == .terminate ? .terminated : .interrupted
    }

    var text: String {
        var lines = ["\(problem) by \(method): \(done) of \(total) samples"]
        if solved > 0 {
            let rate = Double(solved) / max(seconds, 1e-9)
            lines[0] += ", \(solved) solved in \(NumberText.duration(seconds)), \(Self.rate(rate)) a second"
        }
        if let summary {
            if let residual = summary.residual {
                let name = accuracyName.padding(toLength: 22, withPad: " ", startingAt: 0)
                lines.append("  \(name)\(NumberText.scientific(residual)) \(isEvolution ? "of the spectrum " : "")at most")
            }
            if summary.rejected > 0 { lines.append("  rejected draws        \(summary.rejected), replaced by others") }
        }
        if let mean = meanError {
            let most = knownErrors.max() ?? mean
            lines.append(
                "  discretisation error  \(NumberText.scientific(mean)) in the mean, \(NumberText.scientific(most)) at most: relative L2 "
                    + "difference of \(knownErrors.count) samples to twice the resolution")
        }
        let unknown = discretizationErrors.count - knownErrors.count
        if unknown > 0 {
            lines.append("  discretisation error  not known for \(unknown) of \(discretizationErrors.count) checked samples: no finer answer to compare with")
        }
        lines += keys.map { "  \($0.key)  \($0.shape)" }
        if let file { lines.append("  \(file)  recipe \(recipeHash.prefix(12))") }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func rate(_ value: Double) -> String { value < 10 ? "\((value * 100).rounded() / 100)" : "\(Int(value.rounded()))" }

    var json: JSONValue {
        .object([
            ("problem", .text(problem)), ("method", .text(method)), ("outcome", .text(outcome.rawValue)),
            ("exit_code", .integer(Int(status.rawValue))), ("samples", .integer(done)), ("wanted", .integer(total)),
            ("solved", .integer(solved)), ("seconds", .number(seconds)), ("file", JSONValue(file)),
            ("recipe_hash", .text(recipeHash)), ("rejected", summary.map { .integer($0.rejected) } ?? .null),
            ("residual", JSONValue(summary?.residual)), ("residual_kind", .text(accuracyName)),
            ("discretization_error", [
                "mean": JSONValue(meanError), "max": JSONValue(knownErrors.max()),
                "samples": .list(discretizationErrors.map { JSONValue($0.isNaN ? nil : $0) }),
            ]),
            ("arrays", .object(keys.map { ($0.key, .list($0.shape.map(JSONValue.integer))) })),
        ])
    }
}

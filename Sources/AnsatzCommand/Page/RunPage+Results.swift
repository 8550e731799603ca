import Ansatz
import Foundation

extension RunPage {
    /// Errors, what was expected, probes, timings and counts.
    var results: [HTMLNode] {
        HTMLNode.section("How good it is", errors + parameters + expectation) + HTMLNode.section("Probes", probes)
            + HTMLNode.section("Cost", [timings].compactMap(\.self))
    }

    private var errors: [HTMLNode] {
        let fields = run.result["fields"] as? [String: [String: Any]] ?? [:]
        guard !fields.isEmpty else { return [] }
        let rows = fields.sorted { $0.key < $1.key }.map { name, verdict in
            [
                name, Self.figure(verdict["relative_l2"]), Self.figure(verdict["max_error"]), verdict["against"] as? String ?? "",
                Self.figure(verdict["reference_error"]), Self.figure((verdict["own_estimate"] as? [String: Any])?["relative_l2"]),
            ]
        }
        return [.table(head: ["field", "relative L2 error", "largest error", "measured against", "itself good to", "own estimate"], rows: rows)]
    }

    private var parameters: [HTMLNode] {
        let found = run.result["parameters"] as? [String: [String: Any]] ?? [:]
        guard !found.isEmpty else { return [] }
        let rows = found.sorted { $0.key < $1.key }.map { name, estimate in
            [name] + ["value", "standard_deviation", "exact", "relative_error"].map { Self.figure(estimate[$0]) }
        }
        return [.table(head: ["parameter", "value", "standard deviation", "true value", "relative error"], rows: rows)]
    }

    private var expectation: [HTMLNode] {
        guard let asked = run.result["expectation"] as? [String: Any], let isMet = asked["met"] as? Bool else { return [] }
        let bounds = [("relative L2", asked["relative_l2"]), ("largest", asked["max_error"]), ("parameters", asked["parameter_error"])].compactMap { name, value in
            (value as? Double).map { "\(name) ≤ \(NumberText.scientific($0))" }
        }
        return [
            .make(
                "p", [:],
                [.text("Expected: \(bounds.joined(separator: ", ")): "), .make("span", ["class": isMet ? "good" : "bad"], [isMet ? "met" : "missed"])])
        ]
    }

    private var probes: [HTMLNode] {
        let values = run.result["probes"] as? [String: Any] ?? [:]
        guard !values.isEmpty else { return [] }
        return [.pairs(values.sorted { $0.key < $1.key }.map { ($0.key, "\($0.value)") })]
    }

    private var timings: HTMLNode? {
        let timings = run.result["timings"] as? [String: Any] ?? [:]
        var rows = ["setup", "solve", "reference", "total"].compactMap { name in
            (timings[name] as? Double).map { ("\(name)", NumberText.duration($0)) }
        }
        let counts = run.result["counts"] as? [String: Any] ?? [:]
        rows += counts.sorted { $0.key < $1.key }.compactMap { name, value in
            (value as? Double).map { (name, $0 == $0.rounded() && abs($0) < 1e15 ? "\(Int($0))" : "\($0)") }
        }
        if let peak = run.manifest["peak_memory_bytes"] as? Double { rows.append(("peak memory", Self.size(peak))) }
        return rows.isEmpty ? nil : .pairs(rows)
    }

    private static func figure(_ value: Any?) -> String { NumberText.scientific(value as? Double) }

    static func size(_ bytes: Double) -> String {
        switch bytes {
        case ..<1e3: "\(Int(bytes)) bytes"
        case ..<1e6: String(format: "%.1f kB", bytes / 1e3)
        case ..<1e9: String(format: "%.1f MB", bytes / 1e6)
        default: String(format: "%.2f GB", bytes / 1e9)
        }
    }
}

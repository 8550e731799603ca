import Ansatz
import Foundation

extension RunPage {
    /// The commands that do it again.
    var repetition: [HTMLNode] {
        let words = run.manifest["command"] as? [String] ?? []
        guard words.count > 1 else { return [] }
        let asGiven = (["ansatz"] + words.dropFirst()).map(ShellWord.quoted).joined(separator: " ")
        let folder = run.manifest["folder"] as? String ?? "."
        var content: [HTMLNode] = [
            .make("p", [:], ["As it was run:"]), .code("cd \(ShellWord.quoted(folder))\n\(asGiven)"),
            .make("p", [:], ["From the copy of the file in the run folder, with the same seed and threads:"]), .code(fromCopy),
        ]
        if !(run.manifest["inputs"] as? [[String: Any]] ?? []).dropFirst().isEmpty {
            content.append(.make("p", ["class": "soft"], ["The problem also reads the other files listed under its inputs below."]))
        }
        return HTMLNode.section("How to repeat it", content)
    }

    private var fromCopy: String {
        var words = ["ansatz", "solve", run.path + "/problem.yaml"]
        if let method = run.method { words += ["--method", method] }
        for change in run.manifest["overrides"] as? [String] ?? [] { words += ["--set", change] }
        if let seed = run.manifest["seed"] as? NSNumber { words += ["--seed", "\(seed)"] }
        if let threads = run.manifest["threads"] as? NSNumber { words += ["--threads", "\(threads)"] }
        return words.map(ShellWord.quoted).joined(separator: " ")
    }

    /// Versions, machine and checksums.
    var facts: [HTMLNode] {
        let tool = run.manifest["tool"] as? [String: Any] ?? [:], machine = run.manifest["machine"] as? [String: Any] ?? [:]
        var rows = [("version", "version"), ("commit", "commit"), ("swift", "Swift"), ("build", "build"), ("blas", "BLAS"), ("fft", "FFT")]
            .compactMap { key, name in (tool[key] as? String).map { (name, $0) } }
        if tool["modified"] as? Bool == true { rows.append(("source", "modified after the commit")) }
        rows += [("system", "system"), ("processor", "processor")].compactMap { key, name in (machine[key] as? String).map { (name, $0) } }
        if let cores = machine["cores"] as? NSNumber { rows.append(("cores", "\(cores)")) }
        if let memory = machine["memory_bytes"] as? Double { rows.append(("memory", Self.size(memory))) }
        if let seed = run.manifest["seed"] as? NSNumber {
            rows.append(("seed", "\(seed)" + (run.manifest["seed_is_default"] as? Bool == true ? " (default)" : "")))
        }
        if let threads = run.manifest["threads"] as? NSNumber { rows.append(("threads", "\(threads)")) }
        if let digest = run.manifest["problem_hash"] as? String { rows.append(("problem", digest)) }
        guard !rows.isEmpty else { return [] }
        return HTMLNode.section("Facts", [.pairs(rows)] + files("inputs", "Inputs") + files("outputs", "Files of the run"))
    }

    private func files(_ key: String, _ title: String) -> [HTMLNode] {
        let entries = run.manifest[key] as? [[String: Any]] ?? []
        guard !entries.isEmpty else { return [] }
        let rows = entries.map { entry -> HTMLNode in
            let bytes = (entry["bytes"] as? Double).map(Self.size) ?? ""
            return .make(
                "tr", [:],
                [
                    .make("td", [:], [.text(entry["path"] as? String ?? "")]), .make("td", ["class": "number"], [.text(bytes)]),
                    .make("td", ["class": "digest"], [.text(entry["sha256"] as? String ?? "")]),
                ])
        }
        let head = HTMLNode.make("tr", [:], ["file", "size", "SHA-256"].map { .make("th", [:], [.text($0)]) })
        let table = HTMLNode.make("table", [:], [.make("thead", [:], [head]), .make("tbody", [:], rows)])
        return [.folded("\(title) (\(entries.count))", [.make("div", ["class": "wide"], [table])])]
    }
}

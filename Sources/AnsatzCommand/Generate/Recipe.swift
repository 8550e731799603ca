import Ansatz

/// What determines every number of a data set, as text: equal recipes make equal data.
struct Recipe {
    let text: String
    /// SHA-256 of the text.
    var hash: String { SHA256.hexDigest(text.utf8) }

    /// - Parameter settings: those that the samples depend on.
    init(_ loaded: LoadedProblem, method: String, settings: [String: Settings.Value], seed: UInt64, points: [Int]) {
        let values = settings.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value.description)" }
        let head = [
            "seed: \(seed)", "method: \(method) {\(values.joined(separator: ", "))}",
            "solve-grid: [\(points.map(String.init).joined(separator: ", "))]", "tool: \(Version.text)",
        ]
        text = (head + Self.lines(loaded.resolvedText)).joined(separator: "\n") + "\n"
    }

    /// Lines without the remarks that say where a value came from.
    private static func lines(_ text: String) -> [String] {
        text.split(separator: "\n").compactMap { line in
            let value = line.range(of: "  #").map { line[..<$0.lowerBound] } ?? line
            let kept = String(value.reversed().drop { $0 == " " }.reversed())
            return kept.isEmpty || kept.hasPrefix("#") ? nil : kept
        }
    }

    /// Lines that differ between two recipes, at most six.
    static func changes(from old: String, to new: String) -> [String] {
        let (before, after) = (old.split(separator: "\n").map(String.init), new.split(separator: "\n").map(String.init))
        let gone = before.filter { !after.contains($0) }.map { "was \($0.trimmingSpaces)" }
        let come = after.filter { !before.contains($0) }.map { "is \($0.trimmingSpaces)" }
        return Array((gone + come).prefix(6))
    }
}

extension String {
    fileprivate var trimmingSpaces: String { String(drop { $0 == " " }) }
}

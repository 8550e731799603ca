/// The nearest of a set of names to a misspelt one.
public enum Suggestion {
    /// The closest candidate by Damerau-Levenshtein distance (insertion, deletion, substitution, swap of neighbours:
    /// optimal string alignment), if it is at most 2 or a third of the length; nil if nothing is near.
    public static func nearest(to name: String, among candidates: [String]) -> String? {
        let limit = max(2, name.count / 3)
        guard name.count <= 64 else { return nil }
        let best = candidates.map { (distance(name.lowercased(), $0.lowercased()), $0) }.min { $0.0 < $1.0 }
        // A two-letter name is within two edits of everything.
        guard let best, best.0 <= limit, best.0 < max(2, name.count) else { return nil }
        return best.1
    }

    static func distance(_ left: String, _ right: String) -> Int {
        let a = Array(left.unicodeScalars), b = Array(right.unicodeScalars)
        guard abs(a.count - b.count) <= 24 else { return max(a.count, b.count) }
        var beforeLast = [Int](repeating: 0, count: b.count + 1)
        var last = Array(0...b.count)
        for i in 0..<a.count {
            var current = [i + 1] + [Int](repeating: 0, count: b.count)
            for j in 0..<b.count {
                let cost = a[i] == b[j] ? 0 : 1
                current[j + 1] = Swift.min(last[j + 1] + 1, current[j] + 1, last[j] + cost)
                if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
                    current[j + 1] = Swift.min(current[j + 1], beforeLast[j - 1] + 1)
                }
            }
            beforeLast = last
            last = current
        }
        return last[b.count]
    }

    /// `a, b, c`, or the first twelve and an ellipsis.
    static func list(_ names: [String]) -> String {
        let sorted = names.sorted()
        return sorted.prefix(12).joined(separator: ", ") + (sorted.count > 12 ? ", …" : "")
    }

    /// `a`, `a and b`, `a, b and c`.
    static func enumeration(_ names: [String]) -> String {
        guard let last = names.last else { return "" }
        return names.count == 1 ? last : names.dropLast().joined(separator: ", ") + " and " + last
    }
}

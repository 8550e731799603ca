import Expressions

/// The nearest of a set of names to a misspelt one.
public enum Suggestion {
    /// The closest candidate if it is near enough to be meant, see `NearestName`.
    public static func nearest(to name: String, among candidates: [String]) -> String? {
        NearestName.find(name, in: candidates)
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

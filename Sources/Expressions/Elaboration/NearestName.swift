/// The nearest of a list of names to a misspelt one.
public enum NearestName {
    /// The closest candidate by the Damerau-Levenshtein distance with adjacent swaps, if it is at most 2 or a third of
    /// the length of `name`, and less than the length itself. Among equals one with the same first letter, then one of
    /// the same length, then the first in order: people misspell the middle of a word, not its start.
    public static func find(_ name: String, in candidates: [String]) -> String? {
        guard name.count <= 64 else { return nil }
        let limit = max(2, name.count / 3)
        var best: (rank: [Int], name: String)?
        for candidate in candidates where candidate != name {
            guard abs(candidate.count - name.count) <= limit else { continue }
            let distance = distance(name.lowercased(), candidate.lowercased())
            // A replacement of every letter is not a misspelling.
            guard distance <= limit, distance < max(name.count, 1) else { continue }
            let rank = [distance, candidate.first == name.first ? 0 : 1, candidate.count == name.count ? 0 : 1]
            if best.map({ rank.lexicographicallyPrecedes($0.rank) }) ?? true { best = (rank, candidate) }
        }
        return best?.name
    }

    /// Number of insertions, deletions, substitutions and swaps of neighbours that turn one text into the other (optimal
    /// string alignment: no part is edited twice).
    public static func distance(_ left: String, _ right: String) -> Int {
        let (a, b) = (Array(left), Array(right))
        var twoBack: [Int] = []
        var oneBack = Array(0...b.count)
        for i in a.indices {
            var row = [i + 1]
            for j in b.indices {
                let substitution = oneBack[j] + (a[i] == b[j] ? 0 : 1)
                var best = min(substitution, oneBack[j + 1] + 1, row[j] + 1)
                if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { best = min(best, twoBack[j - 1] + 1) }
                row.append(best)
            }
            (twoBack, oneBack) = (oneBack, row)
        }
        return oneBack[b.count]
    }
}

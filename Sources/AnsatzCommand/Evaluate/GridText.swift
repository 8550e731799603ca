import Ansatz

/// A grid as the command line writes it: `64x64`, or `grid:x=0..1:101,y=:33,t=0.5`.
struct GridText: Equatable {
    /// The places along one coordinate.
    enum Range: Equatable {
        /// `count` equally spaced points from the first to the last.
        case span(from: Double, to: Double, count: Int)
        /// As many equally spaced points over the whole range; of a periodic coordinate without the image of the first.
        case whole(count: Int)
        case value(Double)
    }

    /// Counts for the space coordinates in their order; nil where ranges are named.
    var counts: [Int]?
    var named: [(name: String, range: Range)] = []

    static func == (left: GridText, right: GridText) -> Bool {
        left.counts == right.counts && left.named.map(\.name) == right.named.map(\.name) && left.named.map(\.range) == right.named.map(\.range)
    }

    private static let prefix = "grid:"
    private static let mostPoints = 100_000_000

    /// Nil if the text is no grid.
    /// - Throws: `EvaluateError.gridPart`
    init?(_ text: String) throws(EvaluateError) {
        if text.hasPrefix(Self.prefix) {
            for part in text.dropFirst(Self.prefix.count).split(separator: ",", omittingEmptySubsequences: false) {
                let entry = try Self.entry(String(part))
                guard !named.contains(where: { $0.name == entry.name }) else {
                    throw .gridPart(String(part), reason: "'\(entry.name)' stands there twice")
                }
                named.append(entry)
            }
            return
        }
        let pieces = text.split(separator: "x", omittingEmptySubsequences: false)
        guard pieces.allSatisfy({ !$0.isEmpty && $0.allSatisfy(\.isNumber) }) else { return nil }
        counts = []
        for piece in pieces { counts!.append(try Self.count(piece, in: text)) }
    }

    private static func entry(_ part: String) throws(EvaluateError) -> (name: String, range: Range) {
        let sides = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard sides.count == 2, !sides[0].isEmpty else { throw .gridPart(part, reason: "write coordinate=value or coordinate=from..to:count") }
        return (String(sides[0]), try range(sides[1], part))
    }

    private static func range(_ text: Substring, _ part: String) throws(EvaluateError) -> Range {
        let halves = text.split(separator: ":", omittingEmptySubsequences: false)
        guard halves.count == 2 else {
            guard halves.count == 1, !text.contains("..") else { throw .gridPart(part, reason: "a range needs one count, as in x=0..1:101") }
            return .value(try number(text, part))
        }
        let count = try count(halves[1], in: part)
        if halves[0].isEmpty { return .whole(count: count) }
        guard let dots = halves[0].firstRange(of: "..") else { throw .gridPart(part, reason: "a range is written from..to:count") }
        let (from, to) = (try number(halves[0][..<dots.lowerBound], part), try number(halves[0][dots.upperBound...], part))
        guard from < to else { throw .gridPart(part, reason: "the range is empty") }
        guard count > 1 else { throw .gridPart(part, reason: "a range needs two points or more") }
        return .span(from: from, to: to, count: count)
    }

    private static func number(_ text: Substring, _ part: String) throws(EvaluateError) -> Double {
        guard let value = ConstantText.value(of: String(text)) else { throw .gridPart(part, reason: "'\(text)' is not a number") }
        return value
    }

    private static func count(_ text: Substring, in part: String) throws(EvaluateError) -> Int {
        guard let count = Int(text), count > 0, count <= mostPoints else { throw .gridPart(part, reason: "'\(text)' is not a number of points") }
        return count
    }
}

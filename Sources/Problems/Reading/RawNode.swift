import Expressions

/// A node of a YAML file with every scalar as raw text and its place.
struct RawNode: Sendable {
    indirect enum Content: Sendable {
        case scalar(String)
        case list([RawNode])
        case map([RawEntry])
    }

    var content: Content
    var origin: SourceOrigin
    /// True if the i-th scalar of the text stands at `origin.column + i`: plain or simply quoted text on one line.
    var hasExactOffsets = true
    /// True for text in quotes, which may be empty on purpose.
    var isQuoted = false
    /// True for a map or list in braces, where commas split text.
    var isFlow = false
    /// True for plain text beside a comma inside braces: a formula with commas may have been cut here.
    var standsAtComma = false

    var text: String? {
        guard case .scalar(let text) = content else { return nil }
        return text
    }

    var list: [RawNode]? {
        guard case .list(let nodes) = content else { return nil }
        return nodes
    }

    var map: [RawEntry]? {
        guard case .map(let entries) = content else { return nil }
        return entries
    }

    /// The nodes of a list, or the node itself: most lists of one may be written without brackets.
    var elements: [RawNode] { list ?? [self] }

    subscript(_ key: String) -> RawNode? {
        map?.first { $0.key == key }?.value
    }

    func entry(_ key: String) -> RawEntry? {
        map?.first { $0.key == key }
    }

    /// What it is, for messages.
    var noun: String {
        switch content {
        case .scalar(let text): text.isEmpty ? "empty" : "the text '\(text.prefix(40))'"
        case .list: "a list"
        case .map: "a map of keys"
        }
    }

    /// Part of the text as a node of its own.
    func part(_ span: SourceSpan) -> RawNode {
        var part = self
        var view = String.UnicodeScalarView()
        view.append(contentsOf: Array((text ?? "").unicodeScalars)[span.start..<span.end])
        part.content = .scalar(String(view))
        part.origin = origin(of: span)
        part.standsAtComma = false
        return part
    }

    /// The place of part of the text; the whole value where offsets are lost.
    func origin(of span: SourceSpan) -> SourceOrigin {
        guard hasExactOffsets, let text else { return origin }
        let count = text.unicodeScalars.count
        let start = min(span.start, count)
        var place = origin
        place.column += start
        place.length = max(1, min(span.end, count) - start)
        return place
    }
}

/// A key with its place and value.
struct RawEntry: Sendable {
    var key: String
    var keyOrigin: SourceOrigin
    var value: RawNode
}

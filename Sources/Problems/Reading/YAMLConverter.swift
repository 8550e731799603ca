import Yams

/// Yams nodes to raw nodes with exact places.
final class YAMLConverter {
    private let file: String
    private let source: SourceText
    private(set) var diagnostics: [Diagnostic] = []

    init(file: String, source: SourceText) {
        self.file = file
        self.source = source
    }

    func convert(_ node: Node) -> RawNode { convert(node, inFlow: false) }

    private func convert(_ node: Node, inFlow: Bool) -> RawNode {
        switch node {
        case .scalar(let scalar):
            refuse(anchor: scalar.anchor != nil, tag: node.tag, mark: scalar.mark)
            var result = self.scalar(scalar)
            result.standsAtComma = inFlow && standsAtComma(result)
            return result
        case .sequence(let sequence):
            refuse(anchor: sequence.anchor != nil, tag: node.tag, mark: sequence.mark)
            let isFlow = inFlow || opensFlow(sequence.mark)
            return RawNode(
                content: .list(sequence.map { convert($0, inFlow: isFlow) }), origin: container(sequence.mark),
                hasExactOffsets: false, isFlow: isFlow)
        case .mapping(let mapping):
            refuse(anchor: mapping.anchor != nil, tag: node.tag, mark: mapping.mark)
            let isFlow = inFlow || opensFlow(mapping.mark)
            return RawNode(
                content: .map(mapping.compactMap { entry($0, inFlow: isFlow) }), origin: container(mapping.mark),
                hasExactOffsets: false, isFlow: isFlow)
        case .alias(let alias):
            diagnostics.append(Diagnostic(.yaml(.forbidden(.alias)), at: origin(alias.mark, length: 1)))
            return RawNode(content: .scalar(""), origin: origin(alias.mark, length: 1))
        }
    }

    private func standsAtComma(_ node: RawNode) -> Bool {
        guard node.hasExactOffsets, !node.isQuoted, let line = source.line(node.origin.line) else { return false }
        let scalars = Array(line.unicodeScalars)
        let start = min(node.origin.column - 1, scalars.count)
        let end = min(start + node.origin.length, scalars.count)
        return scalars[end...].first { $0 != " " } == "," || scalars[..<start].last { $0 != " " } == ","
    }

    /// Yams does not keep the style of collections, but the mark of a flow collection is its bracket.
    private func opensFlow(_ mark: Mark?) -> Bool {
        guard let mark, let line = source.line(mark.line) else { return false }
        let scalar = line.unicodeScalars.dropFirst(mark.column - 1).first
        return scalar == "{" || scalar == "["
    }

    private func entry(_ pair: (key: Node, value: Node), inFlow: Bool) -> RawEntry? {
        guard case .scalar(let scalar) = pair.key else {
            diagnostics.append(Diagnostic(.yaml(.keyIsNotText), at: origin(pair.key.mark, length: 1)))
            return nil
        }
        let key = convert(pair.key)
        if scalar.string == "<<" { diagnostics.append(Diagnostic(.yaml(.forbidden(.merge)), at: key.origin)) }
        return RawEntry(key: scalar.string, keyOrigin: key.origin, value: convert(pair.value, inFlow: inFlow))
    }

    private func refuse(anchor: Bool, tag: Tag, mark: Mark?) {
        if anchor { diagnostics.append(Diagnostic(.yaml(.forbidden(.anchor)), at: origin(mark, length: 1))) }
        let usual = ["tag:yaml.org,2002:str", "tag:yaml.org,2002:seq", "tag:yaml.org,2002:map", "", "!"]
        if !usual.contains(tag.description) {
            diagnostics.append(Diagnostic(.yaml(.forbidden(.tag)), at: origin(mark, length: 1)))
        }
    }

    private func origin(_ mark: Mark?, length: Int) -> SourceOrigin {
        SourceOrigin(file: file, line: max(1, mark?.line ?? 1), column: max(1, mark?.column ?? 1), length: length)
    }

    /// Maps and lists are underlined to the end of their first line.
    private func container(_ mark: Mark?) -> SourceOrigin {
        var place = origin(mark, length: 1)
        place.length = max(1, rest(of: place).count)
        return place
    }

    /// What stands on the line from a place on, without a comment and trailing blanks.
    private func rest(of place: SourceOrigin) -> [Unicode.Scalar] {
        guard let line = source.line(place.line) else { return [] }
        var scalars = Array(line.unicodeScalars.dropFirst(place.column - 1))
        if let comment = scalars.indices.first(where: { $0 > 0 && scalars[$0] == "#" && scalars[$0 - 1] == " " }) {
            scalars.removeSubrange(comment...)
        }
        while scalars.last == " " || scalars.last == "\t" { scalars.removeLast() }
        return scalars
    }

    private func scalar(_ scalar: Node.Scalar) -> RawNode {
        var place = origin(scalar.mark, length: 0)
        let text = Array(scalar.string.unicodeScalars)
        let line = Array((source.line(place.line) ?? "").unicodeScalars.dropFirst(place.column - 1))
        let isQuoted = scalar.style == .singleQuoted || scalar.style == .doubleQuoted
        let offset = isQuoted ? 1 : 0
        let exact = line.count >= offset + text.count && Array(line[offset..<offset + text.count]) == text
            && (!isQuoted || (line.count > text.count + 1 && line[text.count + 1] == line[0]))
        if exact {
            place.column += offset
            place.length = text.count
        } else {
            place.length = max(1, isQuoted ? quotedLength(line) : rest(of: place).count)
        }
        return RawNode(content: .scalar(scalar.string), origin: place, hasExactOffsets: exact, isQuoted: isQuoted)
    }

    /// Length of quoted text on its first line, quotes included; escapes and doubled quotes stay inside.
    private func quotedLength(_ line: [Unicode.Scalar]) -> Int {
        guard let quote = line.first else { return 1 }
        var index = 1
        while index < line.count {
            if quote == "\"", line[index] == "\\" {
                index += 2
                continue
            }
            if line[index] == quote {
                guard quote == "'", index + 1 < line.count, line[index + 1] == quote else { return index + 1 }
                index += 1
            }
            index += 1
        }
        return line.count
    }
}

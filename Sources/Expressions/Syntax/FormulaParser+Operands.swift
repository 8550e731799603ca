extension FormulaParser {
    /// postfix = primary { "." axis | "[" int "]" }.
    mutating func postfix() throws(FormulaError) -> SyntaxNode {
        var node = try primary()
        var selections = 0
        while current.isMark(".") || current.isMark("[") {
            selections += 1
            if depth + selections > Self.depthLimit {
                throw FormulaError(.nestedTooDeeply(limit: Self.depthLimit), current.span)
            }
            node = current.isMark(".") ? try member(of: node) : try element(of: node)
        }
        return node
    }

    private mutating func member(of node: SyntaxNode) throws(FormulaError) -> SyntaxNode {
        try advance()
        guard case .name(let text) = current.kind else {
            throw FormulaError(.unexpected(found: found, expected: "the name of a coordinate"), current.span)
        }
        let name = SyntaxNode.Name(text: text, span: current.span)
        try advance()
        return SyntaxNode(.member(node, name), node.span.union(name.span))
    }

    private mutating func element(of node: SyntaxNode) throws(FormulaError) -> SyntaxNode {
        let opening = current.span
        try advance()
        guard case .number(let value) = current.kind, value == value.rounded(), value < 1000 else {
            throw FormulaError(.unexpected(found: found, expected: "a whole number"), current.span)
        }
        try advance()
        let end = try close("]", opening)
        return SyntaxNode(.element(node, index: Int(value)), node.span.union(end))
    }

    private mutating func primary() throws(FormulaError) -> SyntaxNode {
        let token = current
        switch token.kind {
        case .number(let value):
            try advance()
            return SyntaxNode(.number(value), token.span)
        case .name(let text) where !["and", "or", "not"].contains(text):
            return try named(SyntaxNode.Name(text: text, span: token.span))
        case .mark(let text) where text == "(":
            return try parenthesised()
        case .mark(let text) where text == "[":
            return try vector()
        default:
            throw FormulaError(.unexpected(found: found, expected: "a number, a name or '('"), token.span)
        }
    }

    private mutating func parenthesised() throws(FormulaError) -> SyntaxNode {
        let opening = current.span
        try advance()
        let inner = try nested { parser throws(FormulaError) in try parser.disjunction() }
        let end = try close(")", opening)
        return SyntaxNode(inner.kind, opening.union(end))
    }

    private mutating func vector() throws(FormulaError) -> SyntaxNode {
        let opening = current.span
        try advance()
        var components: [SyntaxNode] = []
        repeat {
            if !components.isEmpty { try advance() }
            components.append(try nested { parser throws(FormulaError) in try parser.disjunction() })
        } while current.isMark(",")
        let end = try close("]", opening)
        for component in components where component.isCondition {
            throw FormulaError(.conditionOutsideChoice, component.span)
        }
        return SyntaxNode(.vector(components), opening.union(end))
    }

    /// A name, a call or a trace.
    private mutating func named(_ name: SyntaxNode.Name) throws(FormulaError) -> SyntaxNode {
        try advance()
        guard current.isMark("(") else { return SyntaxNode(.name(name.text), name.span) }
        if name.text == "file" { return try file(name) }
        let opening = current.span
        try advance()
        if current.isMark(")") {
            let end = try close(")", opening)
            return SyntaxNode(.call(name, []), name.span.union(end))
        }
        return try nested { parser throws(FormulaError) in
            try parser.startsPlace ? parser.trace(name, opening) : parser.call(name, opening)
        }
    }

    /// True before `axis =`.
    private var startsPlace: Bool {
        get throws(FormulaError) {
            guard case .name = current.kind else { return false }
            var ahead = lexer
            return try ahead.next().isMark("=")
        }
    }

    private mutating func call(_ name: SyntaxNode.Name, _ opening: SourceSpan) throws(FormulaError) -> SyntaxNode {
        var arguments = [try disjunction()]
        while current.isMark(",") {
            try advance()
            arguments.append(try disjunction())
        }
        if current.isMark("="), let last = arguments.last {
            let equals = current.span
            try advance()
            let right = try disjunction()
            let rewrite = "\(lexer.text(last.span)) == \(lexer.text(right.span))"
            throw FormulaError(.assignmentInCondition(rewrite: rewrite), equals)
        }
        let end = try close(")", opening)
        return SyntaxNode(.call(name, arguments), name.span.union(end))
    }

    private mutating func trace(_ name: SyntaxNode.Name, _ opening: SourceSpan) throws(FormulaError) -> SyntaxNode {
        var places: [SyntaxNode.Place] = []
        repeat {
            if !places.isEmpty { try advance() }
            places.append(try place())
        } while current.isMark(",") && name.text != "if"
        if name.text == "if" {
            let place = places[0]
            let rewrite = "\(place.axis.text) == \(lexer.text(place.value.span))"
            throw FormulaError(.assignmentInCondition(rewrite: rewrite), place.axis.span.union(place.value.span))
        }
        let end = try close(")", opening)
        return SyntaxNode(.trace(name, places), name.span.union(end))
    }

    private mutating func place() throws(FormulaError) -> SyntaxNode.Place {
        guard case .name(let axis) = current.kind, try startsPlace else {
            throw FormulaError(.unexpected(found: found, expected: "'coordinate = value'"), current.span)
        }
        let name = SyntaxNode.Name(text: axis, span: current.span)
        try advance()
        try advance()
        let value = try disjunction()
        if value.isCondition { throw FormulaError(.conditionOutsideChoice, value.span) }
        return SyntaxNode.Place(axis: name, value: value)
    }

    /// The path between the brackets is raw text: it may hold slashes, dots and dashes.
    private mutating func file(_ name: SyntaxNode.Name) throws(FormulaError) -> SyntaxNode {
        let opening = current.span
        guard let end = lexer.scalars[opening.end...].firstIndex(of: ")") else {
            throw FormulaError(.unclosed(bracket: "("), opening)
        }
        let path = lexer.text(SourceSpan(opening.end, end)).split(separator: " ").joined(separator: " ")
        let span = SourceSpan(name.span.start, end + 1)
        if path.isEmpty { throw FormulaError(.unexpected(found: ")", expected: "the name of a file"), SourceSpan(end, end + 1)) }
        lexer.position = end + 1
        try advance()
        let unquoted = path.count > 1 && (path.first == "\"" || path.first == "'") && path.first == path.last
        return SyntaxNode(.file(path: unquoted ? String(path.dropFirst().dropLast()) : path), span)
    }

    private mutating func close(_ bracket: String, _ opening: SourceSpan) throws(FormulaError) -> SourceSpan {
        guard current.isMark(bracket) else {
            if current.kind == .end {
                throw FormulaError(.unclosed(bracket: lexer.text(opening)), opening)
            }
            throw FormulaError(
                .unexpected(found: found, expected: "'\(bracket)'"), current.span,
                related: .init(opening, "opened here"))
        }
        let span = current.span
        try advance()
        return span
    }
}

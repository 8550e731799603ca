import Expressions

/// Walks over syntax trees.
enum FormulaNames {
    /// Every name in a tree; `u_xx` counts for `u` too.
    static func all(in node: SyntaxNode) -> Set<String> {
        var names = Set<String>()
        var stack = [node]
        while let next = stack.popLast() {
            switch next.kind {
            case .name(let text): insert(text, &names)
            case .trace(let name, _), .call(let name, _): insert(name.text, &names)
            default: break
            }
            stack += children(next)
        }
        return names
    }

    private static func insert(_ text: String, _ names: inout Set<String>) {
        names.insert(text)
        if let underscore = text.lastIndex(of: "_") { names.insert(String(text[..<underscore])) }
    }

    private static func children(_ node: SyntaxNode) -> [SyntaxNode] {
        switch node.kind {
        case .number, .name, .file: []
        case .sum(let terms): terms.map(\.node)
        case .product(let factors): factors.map(\.node)
        case .negation(let inner), .member(let inner, _), .element(let inner, _), .not(let inner): [inner]
        case .power(let base, let exponent): [base, exponent]
        case .call(_, let arguments): arguments
        case .trace(_, let places): places.map(\.value)
        case .vector(let items), .and(let items), .or(let items): items
        case .comparison(let left, _, let right): [left, right]
        }
    }

    /// True if brackets do not match, as in a formula that was cut.
    static func isUnbalanced(_ text: String) -> Bool {
        var depth = 0
        for character in text {
            if "([".contains(character) { depth += 1 }
            if ")]".contains(character) { depth -= 1 }
            if depth < 0 { return true }
        }
        return depth != 0
    }
}

extension ElaborationPass {
    mutating func algebraCall(_ name: String, _ arguments: [SyntaxNode], _ span: SourceSpan) -> TypedExpression? {
        var values: [TypedExpression] = []
        for argument in arguments {
            guard let value = elaborate(argument) else { continue }
            values.append(value)
        }
        guard values.count == arguments.count else { return nil }
        switch name {
        case "dot": return inner(values[0], values[1], span)
        case "cross": return cross(values[0], values[1], span)
        case "norm": return norm(values[0])
        default: return squareTensor(name, values[0], span)
        }
    }

    private mutating func inner(_ left: TypedExpression, _ right: TypedExpression, _ span: SourceSpan) -> TypedExpression? {
        switch (left.shape, right.shape) {
        case (.vector(let n), .vector(let m)) where n == m:
            return TypedExpression(Self.dot(left.components, right.components))
        case (.tensor(let rows, let n), .vector(let m)) where n == m:
            let components = (0..<rows).map { Self.dot(Self.row(left, $0), right.components) }
            return TypedExpression(shape: .vector(rows), components: components)
        case (.vector(let n), .tensor(let m, let columns)) where n == m:
            let components = (0..<columns).map { Self.dot(left.components, Self.column(right, $0)) }
            return TypedExpression(shape: .vector(columns), components: components)
        case (.tensor(let rows, let n), .tensor(let m, let columns)) where n == m:
            let components = (0..<rows).flatMap { row in
                (0..<columns).map { Self.dot(Self.row(left, row), Self.column(right, $0)) }
            }
            return TypedExpression(shape: .tensor(rows, columns), components: components)
        default: return mismatch("dot", left, right)
        }
    }

    private mutating func mismatch(
        _ operation: String, _ left: TypedExpression, _ right: TypedExpression
    ) -> TypedExpression? {
        let expected = left.shape == .scalar ? "vectors" : "a partner for \(left.shape)"
        return fail(
            .wrongRank(operation: operation, expected: expected, found: right.shape.description, suggestion: nil),
            right.span, related: .init(left.span, "this is \(left.shape)"))
    }

    private static func dot(_ left: [Expression], _ right: [Expression]) -> Expression {
        .sum(zip(left, right).map { $0 * $1 })
    }

    private static func row(_ tensor: TypedExpression, _ index: Int) -> [Expression] {
        guard case .tensor(_, let columns) = tensor.shape else { return [] }
        return Array(tensor.components[(index * columns)..<((index + 1) * columns)])
    }

    private static func column(_ tensor: TypedExpression, _ index: Int) -> [Expression] {
        guard case .tensor(let rows, let columns) = tensor.shape else { return [] }
        return (0..<rows).map { tensor.components[$0 * columns + index] }
    }

    private mutating func cross(_ left: TypedExpression, _ right: TypedExpression, _ span: SourceSpan) -> TypedExpression? {
        let (a, b) = (left.components, right.components)
        switch (left.shape, right.shape) {
        case (.vector(2), .vector(2)): return TypedExpression(a[0] * b[1] - a[1] * b[0])
        case (.vector(3), .vector(3)):
            let components = (0..<3).map { axis in
                let (next, last) = ((axis + 1) % 3, (axis + 2) % 3)
                return a[next] * b[last] - a[last] * b[next]
            }
            return TypedExpression(shape: .vector(3), components: components)
        default: return mismatch("cross", left, right)
        }
    }

    /// The root of the sum of squares, so that norm(w)^2 folds to dot(w, w).
    private func norm(_ value: TypedExpression) -> TypedExpression {
        if let scalar = value.scalar { return TypedExpression(.call(.abs, scalar)) }
        return TypedExpression(.squareRoot(Self.dot(value.components, value.components)))
    }

    private mutating func squareTensor(_ name: String, _ value: TypedExpression, _ span: SourceSpan) -> TypedExpression? {
        guard case .tensor(let n, let columns) = value.shape, n == columns else {
            return wrong(name, "a square tensor", value, span)
        }
        let rows = (0..<n).map { Self.row(value, $0) }
        switch name {
        case "tr": return TypedExpression(.sum((0..<n).map { rows[$0][$0] }))
        case "sym":
            let components = (0..<n).flatMap { i in (0..<n).map { j in 0.5 * (rows[i][j] + rows[j][i]) } }
            return TypedExpression(shape: value.shape, components: components)
        default:
            guard n <= 3 else { return wrong(name, "a tensor up to 3 x 3", value, span) }
            return TypedExpression(Self.determinant(rows))
        }
    }

    /// Expansion along the first row.
    private static func determinant(_ rows: [[Expression]]) -> Expression {
        if rows.count == 1 { return rows[0][0] }
        return .sum(rows.indices.map { column in
            let minor = rows.dropFirst().map { row in row.indices.filter { $0 != column }.map { row[$0] } }
            let term = rows[0][column] * determinant(minor)
            return column.isMultiple(of: 2) ? term : -term
        })
    }
}

extension FormulaErrorText {
    /// Characters, numbers, brackets, size.
    static func textWords(_ kind: FormulaError.Kind) -> Words? {
        switch kind {
        case .unexpectedCharacter(let scalar, let instead):
            Words("unexpected character '\(visible(scalar))' in a formula", "not part of the language", help: instead.map { "write '\($0)'" })
        case .malformedNumber(let rewrite):
            Words("incomplete number", "digits are needed on both sides of the point", help: "write '\(rewrite)'")
        case .numberTooLarge: Words("number out of range", "larger than 1.8e308")
        case .empty: Words("empty formula", "an expression is needed here")
        case .unexpected(let found, let expected): Words("cannot read this formula", "found '\(found)', expected \(expected)")
        case .unclosed(let bracket): Words("'\(bracket)' is never closed", "opened here")
        case .implicitProduct(let rewrite):
            Words("no operator between two operands", "a product needs '*'", help: "write '\(rewrite)'")
        case .missingEquals: Words("not an equation", "an equation has one '='", help: "write 'left = right'")
        case .secondEquals: Words("more than one '='", "a second equals sign", help: "write one equation for each '='")
        case .doubleEquals(let rewrite):
            Words("'==' compares; it makes no equation", "a comparison", help: "write '\(rewrite)'")
        case .assignmentInCondition(let rewrite):
            Words("'=' makes no comparison", "expected '=='", help: "write '\(rewrite)'")
        case .chainedComparison(let rewrite):
            Words("comparisons cannot be chained", "two comparisons in a row", help: "write '\(rewrite)'")
        default: sizeWords(kind)
        }
    }

    private static func sizeWords(_ kind: FormulaError.Kind) -> Words? {
        switch kind {
        case .nestedTooDeeply(let limit): Words("formula nested too deeply", "more than \(limit) levels")
        case .tooLong(let limit): Words("formula too long", "more than \(limit) characters")
        case .growsTooLarge:
            Words("formula too large once its derivatives are written out", "this part", help: "name parts of it under 'parameters', or lower the order")
        case .notANumber(let value): Words("the value is \(value)", "this is \(value), whatever the fields are")
        case .integralUnsettled:
            Words("integral does not settle", "no 12 digits with 4096 intervals", help: "split the range at singular points, or write the value")
        default: nil
        }
    }

    /// Control characters and spaces by number.
    private static func visible(_ scalar: Unicode.Scalar) -> String {
        let isHidden = scalar.properties.isWhitespace || scalar.value < 32 || !scalar.properties.isGraphemeBase
        return isHidden ? "U+\(String(scalar.value, radix: 16, uppercase: true))" : String(Character(scalar))
    }

    /// Names that mean nothing here.
    static func nameWords(_ kind: FormulaError.Kind) -> Words? {
        switch kind {
        case .unknownName(let name, let suggestion, let known):
            Words(
                "unknown name '\(name)'", suggestion.map { "did you mean '\($0)'?" } ?? "not declared in this problem",
                help: known.count <= 12 && !known.isEmpty ? "known names: \(known.joined(separator: ", "))" : nil)
        case .unknownFunction(let name, let suggestion, _):
            Words(
                "unknown function '\(name)'", suggestion.map { "did you mean '\($0)'?" } ?? "no function has this name",
                help: "'ansatz list functions' prints all of them")
        case .unknownAxis(let name, let suggestion, let known):
            Words(
                "unknown coordinate '\(name)'", suggestion.map { "did you mean '\($0)'?" } ?? "not a coordinate",
                help: "coordinates: \(known.joined(separator: ", "))")
        case .functionWithoutArguments(let name, let example):
            Words("function '\(name)' without arguments", "a function needs its arguments", help: "write '\(example)'")
        case .notAFunction(let name, let rewrite):
            Words("'\(name)' is not a function", "a product needs '*'", help: "write '\(rewrite)'")
        case .unknownSubscript(let field, let letters, let coordinates):
            Words(
                "cannot read the subscript of '\(field)_\(letters)'", "each letter must be a coordinate",
                help: "coordinates: \(coordinates.joined(separator: ", "))")
        case .subscriptedComponent(let rewrite):
            Words("a component takes no subscript", "a derivative of a component", help: "write '\(rewrite)'")
        default: nil
        }
    }
}

extension FormulaErrorText {
    /// Ranks and arguments.
    static func rankWords(_ kind: FormulaError.Kind) -> Words? {
        switch kind {
        case .rankMismatch(_, let right, let suggestion):
            Words("rank mismatch", "this is \(right)", help: suggestion.map { "did you mean '\($0)'?" })
        case .wrongRank(let operation, let expected, let found, let suggestion):
            Words("\(operation) needs \(expected)", "this is \(found)", help: suggestion.map { "use \($0)" })
        case .noSuchComponent(let name, let whole, let available):
            Words("no component '\(name)' in \(whole)", "no such component", help: "components: \(available.joined(separator: ", "))")
        case .raggedVector: Words("components of different ranks", "all must be scalars, or vectors of one length")
        case .wrongDimension(let operation, let expected, let found):
            Words("'\(operation)' needs \(expected)", "this problem has \(found)")
        default: argumentWords(kind)
        }
    }

    private static func argumentWords(_ kind: FormulaError.Kind) -> Words? {
        switch kind {
        case .wrongArgumentCount(let function, let expected, let found):
            Words("wrong number of arguments", "'\(function)' takes \(expected), found \(found)")
        case .notACoordinate(let function, let coordinates):
            Words("not a coordinate", "'\(function)' differentiates along \(coordinates.joined(separator: ", "))")
        case .notAnOrder(let limit): Words("not an order of differentiation", "a whole number from 1 to \(limit) is needed")
        case .missingCoordinate(let function, let coordinate):
            Words("'\(function)' without a coordinate '\(coordinate)'", "this problem has none", help: "write 'd(f, name)' for other coordinates")
        case .traceOfNonField(let name): Words("'\(name)' has no trace", "only fields can be taken at a place")
        case .traceNotConstant: Words("the place of a trace must be a number", "depends on something")
        case .traceAxisRepeated(let name): Words("coordinate '\(name)' given twice", "already fixed")
        case .integralVariableTaken(let name):
            Words("'\(name)' already means something else", "the variable of integration needs a name of its own")
        case .unknownInIntegral:
            Words(
                "an unknown inside 'integral(f, s, a, b)'", "the integrand must be known",
                help: "'integral(f)' integrates unknowns over the whole domain")
        default: nil
        }
    }

    /// Things that have no meaning where they stand.
    static func placeWords(_ kind: FormulaError.Kind) -> Words? {
        switch kind {
        case .conditionOutsideChoice: Words("a condition where a value is needed", "true or false, not a number", help: "write 'if(condition, a, b)'")
        case .conditionExpected: Words("a value where a condition is needed", "a number, not true or false", help: "compare it: 'x > 0'")
        case .boundaryOnly(let name): Words("'\(name)' inside the domain", "there is a normal on the boundary only")
        case .noSingleTangent: Words("no single tangent here", "'tangent' exists in the plane only")
        case .functionalNotAllowed(let name): Words("'\(name)' cannot be taken here", "no integral over the domain here")
        case .unknownNotAllowed(let name): Words("unknown '\(name)' in a formula that must be known", "'\(name)' is what is solved for")
        case .coordinateNotAllowed(let name): Words("coordinate '\(name)' in a number", "the value must not depend on the place")
        case .exactMissing(let name): Words("no exact solution for '\(name)'", "not given", help: "add '\(name)' under 'exact:'")
        case .exactAmbiguous: Words("'exact' of which unknown?", "the left side must hold exactly one unknown")
        case .fileNotAllowed: Words("data from a file cannot be used here", "a formula is needed")
        case .traceNotAllowed: Words("no values at other places here", "a trace of an unknown")
        case .inputTrace(let name): Words("input field '\(name)' taken at a place", "traces of input fields are not available")
        case .timeDerivativeOfFunctional:
            Words("time derivative of an integral over the domain", "not available", help: "differentiate inside: 'integral(dt(f))'")
        default: nil
        }
    }
}

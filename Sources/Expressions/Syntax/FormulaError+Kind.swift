extension FormulaError {
    /// What is wrong with a formula. Texts in the payload are names, printed shapes and replacement formulas.
    public enum Kind: Hashable, Sendable {
        // Characters and numbers
        case unexpectedCharacter(Unicode.Scalar, instead: String?)
        case malformedNumber(rewrite: String)
        case numberTooLarge
        // Structure
        case empty
        case unexpected(found: String, expected: String)
        case unclosed(bracket: String)
        case implicitProduct(rewrite: String)
        case missingEquals
        case secondEquals
        case doubleEquals(rewrite: String)
        case assignmentInCondition(rewrite: String)
        case chainedComparison(rewrite: String)
        case nestedTooDeeply(limit: Int)
        case tooLong(limit: Int)
        case growsTooLarge
        // Names
        case unknownName(String, suggestion: String?, known: [String])
        case unknownFunction(String, suggestion: String?, known: [String])
        case unknownAxis(String, suggestion: String?, known: [String])
        case functionWithoutArguments(String, example: String)
        case notAFunction(String, rewrite: String)
        case subscriptedComponent(rewrite: String)
        case unknownSubscript(field: String, letters: String, coordinates: [String])
        // Arguments
        case wrongArgumentCount(function: String, expected: String, found: Int)
        case notACoordinate(function: String, coordinates: [String])
        case notAnOrder(limit: Int)
        case missingCoordinate(function: String, coordinate: String)
        case traceOfNonField(String)
        case traceNotConstant
        case traceAxisRepeated(String)
        case integralBoundsNotConstant
        case integralVariableTaken(String)
        case unknownInIntegral
        case integralUnsettled
        // Ranks
        case rankMismatch(left: String, right: String, suggestion: String?)
        case wrongRank(operation: String, expected: String, found: String, suggestion: String?)
        case noSuchComponent(String, of: String, available: [String])
        case raggedVector
        case wrongDimension(operation: String, expected: String, found: Int)
        // Places
        case conditionOutsideChoice
        case conditionExpected
        case boundaryOnly(String)
        case noSingleTangent
        case functionalNotAllowed(String)
        case unknownNotAllowed(String)
        case exactMissing(unknown: String)
        case exactAmbiguous
        case fileNotAllowed
        case coordinateNotAllowed(String)
        case traceNotAllowed
        case inputTrace(String)
        case timeDerivativeOfFunctional
        case notANumber(value: String)
    }
}

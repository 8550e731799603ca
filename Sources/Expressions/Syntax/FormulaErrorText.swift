/// The words for a mistake in a formula.
public struct FormulaErrorText: Hashable, Sendable {
    /// Stable code, `E2…`.
    public var code: String
    /// One sentence: what is wrong.
    public var message: String
    /// Beside the caret: why.
    public var label: String
    /// Beside the related place.
    public var relatedLabel: String?
    /// What to write instead.
    public var help: String?

    public init(_ error: FormulaError) {
        let words = Self.words(error.kind)
        code = Self.code(error.kind)
        message = words.message
        label = words.label
        help = words.help
        relatedLabel = error.related?.label
    }

    struct Words {
        var message: String
        var label: String
        var help: String?

        init(_ message: String, _ label: String, help: String? = nil) {
            self.message = message
            self.label = label
            self.help = help
        }
    }

    static func words(_ kind: FormulaError.Kind) -> Words {
        textWords(kind) ?? nameWords(kind) ?? rankWords(kind) ?? placeWords(kind) ?? Words("mistake in a formula", "here")
    }

    /// E201 characters and structure, E202 names, E203 arguments, E204 ranks, E205 places, E206 size and values.
    static func code(_ kind: FormulaError.Kind) -> String {
        switch kind {
        case .nestedTooDeeply, .tooLong, .growsTooLarge, .notANumber, .numberTooLarge, .integralUnsettled: "E206"
        case .rankMismatch, .wrongRank, .noSuchComponent, .raggedVector, .wrongDimension: "E204"
        case .subscriptedComponent: "E201"
        default: textWords(kind) != nil ? "E201" : nameWords(kind) != nil ? "E202" : argumentOrPlace(kind)
        }
    }

    private static func argumentOrPlace(_ kind: FormulaError.Kind) -> String {
        switch kind {
        case .wrongArgumentCount, .notACoordinate, .notAnOrder, .missingCoordinate, .traceOfNonField, .traceNotConstant,
            .traceAxisRepeated, .integralVariableTaken, .unknownInIntegral:
            "E203"
        default: "E205"
        }
    }

    static func list(_ names: [String]) -> String {
        names.map { "'\($0)'" }.joined(separator: ", ")
    }
}

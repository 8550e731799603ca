import Expressions

extension FormulaError.Kind {
    private var text: FormulaErrorText { FormulaErrorText(FormulaError(self, SourceSpan(0, 0))) }

    var code: String { text.code }

    /// Mistakes of meaning: what a misspelt declaration elsewhere can cause.
    var dependsOnNames: Bool { !["E201", "E206"].contains(code) }

    /// - Parameter context: what the formula is, such as `equation 'momentum'`.
    func words(related: String?, context: String?) -> DiagnosticKind.Words {
        let text = text
        let what = code == "E204" && context != nil ? "\(text.message) in \(context ?? "")" : text.message
        if case .unknownName("t", _, _) = self {
            return .init(
                what: what, label: "this problem is steady: no coordinate is called t", related: [related].compactMap { $0 },
                help: "add 't: [0, 1]' to 'coordinates' if it evolves in time")
        }
        return .init(what: what, label: text.label, related: [related].compactMap { $0 }, help: text.help)
    }
}

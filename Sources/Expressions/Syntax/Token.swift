/// A lexical unit of a formula.
struct Token: Hashable {
    enum Kind: Hashable {
        case number(Double)
        case name(String)
        /// An operator or bracket, as written.
        case mark(String)
        case end
    }

    var kind: Kind
    var span: SourceSpan

    func isMark(_ text: String) -> Bool {
        kind == .mark(text)
    }
}

/// Turns a checked tree of nodes into a problem.
struct ProblemBuilder {
    let name: String
    let root: RawNode
    let methods: [MethodSchema]
    /// Files named in formulas are relative to this folder.
    let folder: String
    let keyErrors: [Diagnostic]
    private(set) var diagnostics: [Diagnostic] = []

    init(name: String, root: RawNode, methods: [MethodSchema], folder: String, keyErrors: [Diagnostic]) {
        self.name = name
        self.root = root
        self.methods = methods
        self.folder = folder
        self.keyErrors = keyErrors
    }

    mutating func build() -> Problem? {
        nil
    }
}

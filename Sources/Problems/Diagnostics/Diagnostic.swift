/// One error or warning about a problem file: data, worded by its kind, laid out by `DiagnosticRenderer`.
public struct Diagnostic: Error, Hashable, Sendable {
    public enum Severity: String, Hashable, Sendable, Codable {
        case error, warning
    }

    /// A place in the user's text and what to say about it.
    public struct Label: Hashable, Sendable {
        public var origin: SourceOrigin
        public var text: String

        public init(origin: SourceOrigin, text: String) {
            self.origin = origin
            self.text = text
        }
    }

    /// What is wrong, with the names and numbers involved.
    public let kind: DiagnosticKind
    /// Where it is wrong; nil if no text is to blame (an unreadable file).
    public let origin: SourceOrigin?
    /// Further places: the first declaration, the other operand.
    public let related: [SourceOrigin]

    public init(_ kind: DiagnosticKind, at origin: SourceOrigin?, related: [SourceOrigin] = []) {
        self.kind = kind
        self.origin = origin
        self.related = related
    }

    /// Stable identifier, such as `E301`; what `ansatz explain` takes.
    public var code: String { kind.code }
    public var severity: Severity { code.hasPrefix("W") ? .warning : .error }
    /// One sentence: what is wrong.
    public var message: String { kind.words.what }
    /// The caret and the words beside it: why it is wrong.
    public var primary: Label? { origin.map { Label(origin: $0, text: kind.words.label) } }
    /// Labels at the related places.
    public var secondary: [Label] {
        let texts = kind.words.related
        return related.enumerated().map { Label(origin: $1, text: $0 < texts.count ? texts[$0] : "") }
    }
    /// Lines of information after the source text.
    public var notes: [String] { kind.words.notes }
    /// What to write instead.
    public var help: String? { kind.words.help }
    /// Exit code of a command that stops because of this.
    public var exitCode: Int32 { kind.exitCode }
}

/// A problem that was rejected, with everything found wrong in it.
public struct ProblemError: Error, Sendable {
    public var diagnostics: [Diagnostic]
    /// Text by file name, for the renderer.
    public var sources: [String: String]

    public init(diagnostics: [Diagnostic], sources: [String: String] = [:]) {
        self.diagnostics = diagnostics
        self.sources = sources
    }
}

extension ProblemError: CustomStringConvertible {
    public var description: String {
        DiagnosticRenderer(sources: sources).render(diagnostics)
    }
}

extension [Diagnostic] {
    /// True if anything forbids a run.
    public var containsErrors: Bool { contains { $0.severity == .error } }

    /// By file in the order given, then line, column and code; duplicates dropped.
    func sortedByPosition(files: [String]) -> [Diagnostic] {
        func rank(_ origin: SourceOrigin?) -> [Int] {
            guard let origin else { return [-1, 0, 0] }
            return [files.firstIndex(of: origin.file) ?? files.count, origin.line, origin.column]
        }
        var seen = Set<Diagnostic>()
        return filter { seen.insert($0).inserted }
            .map { (rank($0.origin), $0) }
            .sorted { left, right in
                left.0 == right.0 ? left.1.code < right.1.code : left.0.lexicographicallyPrecedes(right.0)
            }
            .map(\.1)
    }
}

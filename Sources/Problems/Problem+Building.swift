extension Problem {
    /// Reads, overlays, resolves and checks a file.
    /// - Throws: `ProblemError` with everything that is wrong.
    public init(contentsOf path: String, overrides: [String] = []) throws {
        let result = ProblemFile.read(path: path, overrides: overrides)
        guard let problem = result.problem else {
            throw ProblemError(diagnostics: result.diagnostics, sources: result.sources)
        }
        self = problem
    }

    /// This problem if it is well-posed as far as can be seen.
    /// - Throws: `ProblemError` with everything that is wrong; warnings alone do not throw.
    public func validated() throws -> Problem {
        let diagnostics = WellPosedness(self).diagnostics()
        if diagnostics.containsErrors { throw ProblemError(diagnostics: diagnostics) }
        return self
    }
}

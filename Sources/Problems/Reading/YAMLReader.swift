import Yams

/// Turns text into nodes, refusing what problem files do without, and never crashing on hostile text.
struct YAMLReader {
    let file: String
    let text: String
    private let source: SourceText

    init(file: String, text: String) {
        self.file = file
        self.text = text
        source = SourceText(text)
    }

    /// The root node, or every reason why there is none.
    func read() -> Result<RawNode, ProblemError> {
        if let refusal = YAMLLimits(file: file, text: text).refusal() { return failure([refusal]) }
        do {
            // The parser owns the anchors; nodes hold them weakly, so it must outlive the conversion.
            let parser = try Parser(yaml: text, resolver: .basic)
            guard let root = try parser.singleRoot() else { return failure([Diagnostic(.yaml(.empty), at: nil)]) }
            let converter = YAMLConverter(file: file, source: source)
            let node = converter.convert(root)
            let refused = converter.diagnostics
            return withExtendedLifetime(parser) { refused.isEmpty ? .success(node) : failure(refused) }
        } catch let error as YamlError {
            return failure([diagnostic(error)])
        } catch {
            return failure([Diagnostic(.yaml(.syntax("\(error)")), at: nil)])
        }
    }

    private func failure(_ diagnostics: [Diagnostic]) -> Result<RawNode, ProblemError> {
        .failure(ProblemError(diagnostics: diagnostics, sources: [file: text]))
    }

    private func diagnostic(_ error: YamlError) -> Diagnostic {
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _):
            return syntax(problem, at: mark)
        case .composer(_, let problem, let mark, _):
            if problem.contains("another document") { return Diagnostic(.yaml(.secondDocument), at: place(mark)) }
            if problem.contains("alias") { return Diagnostic(.yaml(.forbidden(.alias)), at: place(mark)) }
            return syntax(problem, at: mark)
        case .duplicatedKeysInMapping(let keys, let context):
            return duplicate(keys.first ?? "", at: context.mark)
        case .reader(let problem, _, _, _):
            return Diagnostic(.yaml(.notText(problem)), at: nil)
        default:
            return Diagnostic(.yaml(.syntax("unreadable")), at: nil)
        }
    }

    private func syntax(_ problem: String, at mark: Mark) -> Diagnostic {
        let line = source.line(mark.line) ?? ""
        let indentation = line.prefix { $0 == " " || $0 == "\t" }
        if let tab = indentation.unicodeScalars.firstIndex(of: "\t") {
            let column = line.unicodeScalars.distance(from: line.unicodeScalars.startIndex, to: tab) + 1
            return Diagnostic(
                .yaml(.tab), at: SourceOrigin(file: file, line: mark.line, column: column, length: 1))
        }
        return Diagnostic(.yaml(.syntax(problem)), at: place(mark))
    }

    private func place(_ mark: Mark) -> SourceOrigin {
        SourceOrigin(file: file, line: max(1, mark.line), column: max(1, mark.column), length: 1)
    }

    /// Yams reports the first occurrence; the second is the one to point at.
    private func duplicate(_ key: String, at mark: Mark) -> Diagnostic {
        let length = key.unicodeScalars.count
        var first = place(mark)
        first.length = max(1, length)
        guard let second = secondOccurrence(of: key, after: first) else {
            return Diagnostic(.yaml(.duplicateKey(key)), at: first)
        }
        return Diagnostic(.yaml(.duplicateKey(key)), at: second, related: [first])
    }

    private func secondOccurrence(of key: String, after first: SourceOrigin) -> SourceOrigin? {
        let wanted = Array(key.unicodeScalars)
        guard !wanted.isEmpty else { return nil }
        for number in first.line..<min(first.line + 2000, source.lines.count + 1) {
            guard let line = source.line(number) else { return nil }
            let scalars = Array(line.unicodeScalars)
            let from = number == first.line ? first.column - 1 + wanted.count : 0
            let starts = from <= scalars.count - wanted.count ? Array(from...(scalars.count - wanted.count)) : []
            for start in starts where Array(scalars[start..<start + wanted.count]) == wanted {
                let before = start > 0 ? scalars[start - 1] : " "
                let after = scalars[(start + wanted.count)...].first { $0 != " " && $0 != "\"" && $0 != "'" }
                guard after == ":", " {,'\"".unicodeScalars.contains(before) else { continue }
                return SourceOrigin(file: file, line: number, column: start + 1, length: wanted.count)
            }
        }
        return nil
    }
}

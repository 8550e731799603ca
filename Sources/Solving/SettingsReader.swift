import Problems

/// What is wrong with one setting of a method in a problem file; the command words it.
public struct SettingIssue: Error, Sendable, Hashable {
    public enum Kind: Sendable, Hashable {
        /// Not a setting of the method; `allowed` are its settings.
        case unknown(allowed: [String])
        /// Not of the declared type or out of range; `requirement` says what it must be.
        case unfit(value: String, requirement: String)
    }

    public var method: String
    public var setting: String
    public var kind: Kind
    public var origin: SourceOrigin?
}

/// Either settings or everything that is wrong with them.
public enum SettingsReading: Sendable {
    case settings(Settings)
    case issues([SettingIssue])
}

extension SolverRequest {
    /// Reads the settings as text against a method's schema, collecting all issues.
    /// - Parameter constant: evaluates a formula without variables (`0.01/pi`), nil if it is none.
    public func settings(schema: [SettingDescription], constant: (String) -> Double?) -> SettingsReading {
        var values: [String: Settings.Value] = [:]
        var issues: [SettingIssue] = []
        for (name, text) in settings.sorted(by: { $0.key < $1.key }) {
            guard let description = schema.first(where: { $0.name == name }) else {
                issues.append(
                    SettingIssue(method: method, setting: name, kind: .unknown(allowed: schema.map(\.name)), origin: text.origin))
                continue
            }
            if let value = description.kind.value(of: text, constant: constant) {
                values[name] = value
            } else {
                let kind = SettingIssue.Kind.unfit(value: text.printed, requirement: description.kind.requirement)
                issues.append(SettingIssue(method: method, setting: name, kind: kind, origin: text.origin))
            }
        }
        return issues.isEmpty ? .settings(Settings(values, schema: schema)) : .issues(issues)
    }
}

extension SettingDescription.Kind {
    /// The value a text stands for, or nil if it does not fit the declaration.
    func value(of text: SettingText, constant: (String) -> Double?) -> Settings.Value? {
        switch (self, text) {
        case (.number(let range, _), .scalar(let raw, _)):
            return constant(raw).flatMap { range.contains($0) ? .number($0) : nil }
        case (.integer(let range, _), .scalar(let raw, _)):
            return constant(raw).flatMap(Int.init(exactly:)).flatMap { range.contains($0) ? .integer($0) : nil }
        case (.choice(let choices, _), .scalar(let raw, _)):
            return choices.contains(raw) ? .text(raw) : nil
        case (.flag, .scalar(let raw, _)):
            return raw == "true" ? .flag(true) : raw == "false" ? .flag(false) : nil
        case (.integers(let range, _), .list(let entries, _)):
            let numbers = entries.map { entry -> Int? in
                guard case .scalar(let raw, _) = entry else { return nil }
                return constant(raw).flatMap(Int.init(exactly:)).flatMap { range.contains($0) ? $0 : nil }
            }
            return numbers.allSatisfy { $0 != nil } ? .integers(numbers.compactMap { $0 }) : nil
        case (.integers(let range, _), .scalar(let raw, _)):
            return constant(raw).flatMap(Int.init(exactly:)).flatMap { range.contains($0) ? .integers([$0]) : nil }
        case (.choices(let choices, _), .list(let entries, _)):
            let words = entries.compactMap { entry in if case .scalar(let raw, _) = entry { raw } else { nil } }
            let isFit = words.count == entries.count && Set(words).count == words.count && words.allSatisfy(choices.contains)
            return isFit ? .texts(words) : nil
        case (.choices(let choices, _), .scalar(let raw, _)):
            return choices.contains(raw) ? .texts([raw]) : nil
        default:
            return nil
        }
    }
}

extension SettingText {
    /// Where the text stands.
    public var origin: SourceOrigin? {
        switch self {
        case .scalar(_, let origin), .list(_, let origin), .map(_, let origin): origin
        }
    }

    /// The text as it would be written on one line.
    public var printed: String {
        switch self {
        case .scalar(let raw, _): raw
        case .list(let entries, _): "[" + entries.map(\.printed).joined(separator: ", ") + "]"
        case .map(let entries, _):
            "{" + entries.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value.printed)" }.joined(separator: ", ") + "}"
        }
    }
}

import Expressions
import Fields

/// Turns a tree of nodes into a problem: declarations first, then every formula in their scope. Collects all mistakes.
struct ProblemBuilder {
    let name: String
    let root: RawNode
    let methods: [MethodSchema]
    /// Files named in formulas are relative to this folder.
    let folder: String
    let keyErrors: [Diagnostic]
    var diagnostics: [Diagnostic] = []

    var scope = Scope(coordinates: [])
    var elaborator = Elaborator()
    /// Every name that occurs in a formula, for the check of unused parameters.
    var usedNames = Set<String>()
    var problem: Problem
    /// True if a formula could not be parsed, so that the names it uses are not known.
    var hasUnreadFormula = false
    /// Coordinates whose range is not known because of a mistake.
    var brokenRanges = Set<Int>()
    /// What the formula at hand is, for messages: `equation 'momentum'`.
    var context: String?
    /// Plain keys of the file may be wrong without spoiling what formulas mean; declarations may not.
    let areNamesReliable: Bool

    /// Far above what people write, low enough that no file can keep the checks busy.
    enum Limit {
        static let components = 48
        static let equations = 96
        static let conditions = 200
        static let parameters = 200
        /// Places or requirements of one condition, probes, fields, parts.
        static let listed = 50
    }

    init(name: String, root: RawNode, methods: [MethodSchema], folder: String, keyErrors: [Diagnostic]) {
        self.name = name
        self.root = root
        self.methods = methods
        self.folder = folder
        self.keyErrors = keyErrors
        problem = Problem(name: name, coordinates: [], unknowns: [], equations: [])
        areNamesReliable = !keyErrors.contains(where: Self.spoilsNames)
    }

    /// The problem if nothing is wrong with it; `diagnostics` then holds warnings at most.
    mutating func build() -> Problem? {
        readHeading()
        readCoordinates()
        // Before every formula: files that formulas name are numbered after the declared inputs.
        readInputs()
        readParameters()
        readRanges()
        readRandomInputs()
        readUnknowns()
        readExact()
        readBoundaryParts()
        readEquations()
        readConditions()
        readOutput()
        readRunning()
        finishRequests()
        checkNames()
        let isSound = areNamesReliable && !diagnostics.containsErrors && !keyErrors.contains(where: Self.spoilsStatement)
        if isSound { diagnostics += WellPosedness(problem).diagnostics() }
        return problem
    }

    /// The first `limit` of many, after saying that there are too many.
    mutating func limited<Item>(_ items: [Item], to limit: Int, key: String, at node: RawNode) -> [Item] {
        guard items.count > limit else { return items }
        let kind = KeyProblem.outOfRange(key: key, value: "\(items.count) entries", range: "at most \(limit)")
        report(.key(kind), at: node.origin)
        return Array(items.prefix(limit))
    }

    mutating func report(_ kind: DiagnosticKind, at origin: SourceOrigin?, related: [SourceOrigin] = []) {
        diagnostics.append(Diagnostic(kind, at: origin, related: related))
    }

    /// A mistake among declarations: names that seem unknown may only be misspelt sections.
    private static func spoilsNames(_ diagnostic: Diagnostic) -> Bool {
        let declaring = ["coordinates", "parameters", "unknowns", "inputs", "exact", "boundary"]
        switch diagnostic.kind {
        case .key(.unknown(let key, let section, let allowed, _)):
            if section.isEmpty {
                return Suggestion.nearest(to: key, among: allowed).map(declaring.contains) ?? true
            }
            return declaring.contains { section == $0 || section.hasPrefix($0 + ".") }
        case .key(.missing(let key, let section, _)):
            return declaring.contains { section.hasPrefix($0) } || section.isEmpty && declaring.contains(key)
        case .key(.valueMissing(let key)): return declaring.contains(key)
        case .key(.wrongType(let key, _, _)): return declaring.contains { key == $0 || key.hasPrefix($0 + ".") }
        case .key(.badName), .key(.choice), .yaml: return true
        default: return false
        }
    }

    /// A mistake that leaves out part of the statement, so that counting conditions would mislead.
    static func spoilsStatement(_ diagnostic: Diagnostic) -> Bool {
        let running = ["solvers", "output", "expect", "test", "reference", "dataset", "data", "observations"]
        switch diagnostic.kind {
        case .key(.unknown(let key, let section, let allowed, _)):
            let topic = section.isEmpty ? Suggestion.nearest(to: key, among: allowed) ?? "" : section
            return !running.contains { topic == $0 || topic.hasPrefix($0 + ".") }
        case .key(.wrongType(let key, _, _)), .key(.valueMissing(let key)), .key(.flag(let key, _)),
            .key(.outOfRange(let key, _, _)), .key(.choice(let key, _, _)):
            return !running.contains { key == $0 || key.hasPrefix($0 + ".") }
        case .key(.unknownMethod), .key(.unknownPath): return false
        default: return true
        }
    }
}

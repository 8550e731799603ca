import Expressions

/// What can be wrong with formulas and the names in them.
public enum ExpressionProblem: Hashable, Sendable {
    /// Found by the parser or when names were resolved; `related` labels the other place, `context` says what the
    /// formula is.
    case formula(FormulaError.Kind, related: String?, context: String?)
    case cutAtComma(text: String)
    case parameterCycle([String])
    case shadows(name: String, what: String, meaning: String)
    case unusedParameter(name: String)
    case notFinite(value: String, formula: String, point: String)
    case notConstant(what: String, found: String)
    case dataUnreadable(path: String, reason: String)
    case unknownPlace(text: String, known: [String])
    case gaugeWithoutFunctional
    case timesWithoutTime
    /// `example` shows how the term is written; nil shows a whole shape.
    case shape(reason: String, example: String?)
    case randomInput(name: String, reason: String)
    case dataset(reason: String)
}

extension ExpressionProblem {
    var code: String {
        switch self {
        case .formula(let kind, _, _): kind.code
        case .cutAtComma: "E220"
        case .parameterCycle: "E221"
        case .shadows: "W222"
        case .unusedParameter: "E223"
        case .notFinite: "E224"
        case .notConstant: "E225"
        case .dataUnreadable: "E226"
        case .unknownPlace: "E227"
        case .gaugeWithoutFunctional: "E228"
        case .timesWithoutTime: "E229"
        case .shape: "E230"
        case .randomInput: "E231"
        case .dataset: "E232"
        }
    }

    var words: DiagnosticKind.Words {
        switch self {
        case .formula(let kind, let related, let context):
            kind.words(related: related, context: context)
        case .cutAtComma(let text):
            .init(
                what: "the formula '\(text)' was cut at a comma", label: "a comma inside { } or [ ] ends a value",
                help: "quote formulas with commas, or use block style")
        case .parameterCycle(let names):
            .init(
                what: "parameters depend on each other in a circle: \(names.joined(separator: " -> "))",
                label: "leads back to itself", help: "give one of them a value of its own")
        case .shadows(let name, let what, let meaning):
            .init(
                what: "\(what) '\(name)' hides \(meaning)", label: "'\(name)' means the \(what) from here on",
                help: "choose another name if that is not intended")
        case .unusedParameter(let name):
            .init(
                what: "parameter '\(name)' is not used", label: "occurs in no formula",
                help: "remove it, or silence this with 'unused-ok: [\(name)]'")
        case .notFinite(let value, let formula, let point):
            .init(what: "\(formula) is \(value) at \(point)", label: "must be finite everywhere in the domain")
        default:
            placeWords
        }
    }

    private var placeWords: DiagnosticKind.Words {
        switch self {
        case .notConstant(let what, let found):
            .init(what: "\(what) must be a number", label: "this is \(found)")
        case .dataUnreadable(let path, let reason):
            .init(what: "cannot use '\(path)': \(reason)", label: "named here")
        case .unknownPlace(let text, let known):
            .init(
                what: "'\(text)' is no place", label: KeyProblem.didYouMean(text, known) ?? "neither an end of a coordinate nor a part of the boundary",
                notes: ["places: \(Suggestion.list(known))"])
        case .gaugeWithoutFunctional:
            .init(
                what: "a gauge must hold a mean or an integral", label: "this is an ordinary condition",
                help: "write 'mean(p) = 0', or use 'at:' and 'require:'")
        case .timesWithoutTime:
            .init(what: "output times in a problem without time", label: "no coordinate is called t", help: "remove 'times'")
        case .shape(let reason, let example):
            .init(
                what: "cannot understand the shape", label: reason,
                help: "for example \(example ?? "box([0, 0], [1, 1]) - disk([0, 0], 0.5)")")
        case .randomInput(let name, let reason):
            .init(what: "random input '\(name)' makes no sense", label: reason)
        case .dataset(let reason):
            .init(what: "the data set makes no sense", label: reason)
        default:
            .init(what: "")
        }
    }
}

import Expressions
import Problems
import Solving
import TrialFunctions

/// What stands between the outputs of a trial function and the unknowns, as text: conditions met by construction and
/// symmetries.
///
/// The forms themselves follow from the problem; their printed text is stored to tell a program that would build others.
struct StoredForms {
    let forms: [ComponentForm]
    let enrichment: Enrichment
    let symmetries: [Reflection]
    /// Those that the network has by its inputs.
    let mirrored: [Reflection]

    private static let conditionsKey = "conditions"
    private static let formsKey = "forms"
    private static let symmetriesKey = "symmetries"
    private static let mirroredKey = "mirrored inputs"
    private static let enrichmentKey = "enrichment"
    /// Name of the tensor of coefficients of singular functions, [component][function].
    static let coefficients = "enrichment.coefficients"
    private static let scalesKey = "scales"

    /// The texts for a space.
    static func description(_ space: TrialSpace) -> [String: String] {
        let generators = space.generators
        var texts = [
            conditionsKey: space.conditionForms.allSatisfy(\.meetsNothing) ? "weighted" : "exact", formsKey: printed(space.conditionForms, space.problem),
        ]
        if space.enrichment.count > 0 { texts[enrichmentKey] = printed(space.problem.enrichment, space.problem) }
        if space.forms.contains(where: { $0.scale != 1 }) { texts[scalesKey] = space.forms.map { "\($0.scale)" }.joined(separator: " ") }
        if !generators.isEmpty { texts[symmetriesKey] = generators.map(text).joined(separator: "; ") }
        if !space.mirrored.isEmpty { texts[mirroredKey] = space.mirrored.map(text).joined(separator: "; ") }
        return texts
    }

    init(_ stored: StoredTrial, for problem: Problem) throws {
        let plain = Array(repeating: ComponentForm(), count: problem.componentCount)
        let exact = try stored.text(Self.conditionsKey) == "exact" ? ExactConditions(problem) : nil
        let unscaled = exact?.forms ?? plain
        enrichment = exact?.enrichment ?? Enrichment(problem)
        if enrichment.count > 0 {
            let functions = try stored.text(Self.enrichmentKey)
            guard Self.printed(problem.enrichment, problem) == functions else {
                throw StoredTrialError.unknown(key: Self.enrichmentKey, value: functions)
            }
        }
        let scales = stored.description[Self.scalesKey]?.split(separator: " ").map { Double($0) ?? .nan } ?? plain.map { _ in 1 }
        guard scales.count == unscaled.count, scales.allSatisfy({ $0 > 0 }) else {
            throw StoredTrialError.unknown(key: Self.scalesKey, value: stored.description[Self.scalesKey])
        }
        forms = zip(unscaled, scales).map { $0.scaled(by: $1) }
        let known = try stored.text(Self.formsKey)
        guard Self.printed(forms, problem) == known else { throw StoredTrialError.unknown(key: Self.formsKey, value: known) }
        symmetries = try Self.reflections(stored, Self.symmetriesKey)
        mirrored = try Self.reflections(stored, Self.mirroredKey)
    }

    private static func reflections(_ stored: StoredTrial, _ key: String) throws -> [Reflection] {
        try stored.description[key]?.split(separator: ";").map { try reflection(String($0)) } ?? []
    }

    /// `u = offset + (factor)*N0, …`.
    private static func printed(_ forms: [ComponentForm], _ problem: Problem) -> String {
        let names = SymbolNames(problem)
        return forms.enumerated().map { index, form in
            "\(names.components[index]) = \(form.offset.printed(names)) + (\(form.factor.printed(names)))*N\(index)"
        }.joined(separator: ", ")
    }

    private static func printed(_ functions: [Expression], _ problem: Problem) -> String {
        let names = SymbolNames(problem)
        return functions.map { $0.printed(names) }.joined(separator: "; ")
    }

    /// `mirror 0 odd 1`: numbers of coordinates and of components that change sign.
    private static func text(_ reflection: Reflection) -> String {
        func numbers(_ set: Set<Int>) -> String { set.sorted().map { " \($0)" }.joined() }
        return "mirror" + numbers(reflection.coordinates) + " odd" + numbers(reflection.oddComponents)
    }

    private static func reflection(_ text: String) throws -> Reflection {
        let words = text.split(separator: " ")
        guard words.first == "mirror", let odd = words.firstIndex(of: "odd") else {
            throw StoredTrialError.unknown(key: symmetriesKey, value: text)
        }
        return Reflection(
            coordinates: Set(words[1..<odd].compactMap { Int($0) }), oddComponents: Set(words[(odd + 1)...].compactMap { Int($0) }))
    }
}

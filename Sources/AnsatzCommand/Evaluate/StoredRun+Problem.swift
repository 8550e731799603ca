import Ansatz
import Foundation

extension StoredRun {
    /// The problem with the formulas as its output fields, and with what the run found for its parameters.
    static func problem(_ contents: RunContents, _ formulas: [String]) throws -> Problem {
        func refusal(_ reason: String) -> EvaluateError { .notEvaluable(path: contents.path, reason: reason) }
        // What was measured has done its work, and its files may be elsewhere.
        let always = contents.text("resolved.yaml")?.contains("\nobservations:") == true ? ["observations=[]"] : []
        func read(_ formulas: [String]) -> ProblemFileResult? { contents.problemFile(overrides: always + [override(formulas)]) }
        guard let plain = read([]) else { throw refusal("resolved.yaml cannot be read") }
        guard plain.problem != nil else {
            throw refusal("its resolved.yaml is rejected: \(words(plain.diagnostics) ?? "it cannot be read")")
        }
        // Each alone, so that a message is about one.
        for formula in formulas {
            guard let alone = read([formula]), alone.problem == nil else { continue }
            throw EvaluateError.formula(formula, reason: words(alone.diagnostics) ?? "it is not understood")
        }
        guard let problem = read(formulas)?.problem else { throw refusal("its resolved.yaml cannot be read") }
        guard problem.isFamily else { return problem.taking(estimates(contents)) }
        guard let sample = (contents.manifest["sample"] as? String).flatMap({ SampleName($0) }) else {
            throw refusal("its run.json does not say which sample of the family was solved")
        }
        let isDefault = contents.manifest["seed_is_default"] as? Bool ?? true
        let seed = (contents.manifest["seed"] as? Int).map { UInt64(bitPattern: Int64($0)) }
        return try problem.realized(sample, seed: isDefault ? nil : seed)
    }

    /// What the run found for its parameters.
    private static func estimates(_ contents: RunContents) -> [ParameterEstimate] {
        let found = contents.result["parameters"] as? [String: [String: Any]] ?? [:]
        return found.compactMap { name, estimate in
            (estimate["value"] as? Double).map { ParameterEstimate(name: name, value: $0, deviation: nil) }
        }
    }

    /// The problem at other values of parameters that were inputs of its network, each given as `nu=0.02`.
    static func problem(_ problem: Problem, at settings: [String]) throws -> Problem {
        var problem = problem
        for setting in settings {
            let parts = setting.split(separator: "=", maxSplits: 1).map(String.init)
            guard parts.count == 2, let value = ConstantText.value(of: parts[1]),
                let index = problem.parameters.firstIndex(where: { $0.name == parts[0] && $0.isInput }),
                problem.parameters[index].range?.contains(value) == true
            else {
                throw EvaluateError.notInput(setting, inputs: problem.parameters.filter(\.isInput).map { input in
                    input.name + (input.range.map { " in [\($0.lowerBound), \($0.upperBound)]" } ?? "")
                })
            }
            problem.parameters[index].value = value
        }
        return problem
    }

    /// The first complaint, with what stands beside it in the source.
    private static func words(_ diagnostics: [Diagnostic]) -> String? {
        diagnostics.first { $0.severity == .error }.map { complaint in
            [complaint.message, complaint.primary?.text ?? "", complaint.help ?? ""].filter { !$0.isEmpty }.joined(separator: "; ")
        }
    }

    private static func override(_ formulas: [String]) -> String {
        let quoted = formulas.map { "'" + $0.replacingOccurrences(of: "'", with: "''") + "'" }
        return "output.fields=[\(quoted.joined(separator: ", "))]"
    }
}

import Ansatz
import FieldFiles
import Foundation

/// Finds what a solution can be compared with, compares, and says what came of it.
struct SolutionJudge {
    let loaded: LoadedProblem
    let options: SolveOptions
    let context: SolveContext
    let people: Terminal

    /// Figures and the reference they were measured against.
    struct Result {
        var verdicts: [FieldVerdict]
        /// The reference on its own grid, for files and pictures; nil where there is none.
        var reference: [Snapshot]?
        /// Wall time of solving the reference, in seconds.
        var seconds = 0.0
    }

    private var problem: Problem { loaded.problem }

    /// Compares with what `--check-against` names, else with the file's exact solution, else with its reference, else
    /// gives the method's own estimate.
    func judge(_ solution: Solution) throws -> Result {
        if let place = options.checkAgainst, place != "reference", !place.contains("=") {
            return try compare(solution, withFile: place)
        }
        if !problem.exact.isEmpty { return try compareWithExact(solution) }
        switch problem.reference {
        case .file(let path): return try compare(solution, withFile: path)
        case .method(let name) where name != solution.method:
            // Of an inverse problem no other method finds the parameters: it is asked for the solution at the true ones.
            guard let forward = problem.atExactParameters else { return Result(verdicts: solution.ownVerdicts(problem)) }
            return try compare(solution, withMethod: name, solving: forward)
        default: return Result(verdicts: solution.ownVerdicts(problem))
        }
    }

    private func compareWithExact(_ solution: Solution) throws -> Result {
        let verdicts = try solution.verdictsAgainstExact(problem).map { verdict in
            var verdict = verdict
            if let formula = formula(of: verdict.field) { verdict.against = .formula(formula) }
            return verdict
        }
        return Result(verdicts: verdicts, reference: try problem.exactSnapshots(like: solution.snapshots))
    }

    /// What `--check-against 'u = …'` says of an unknown.
    private func formula(of field: String) -> String? {
        guard let text = options.checkAgainst, let equals = text.firstIndex(of: "="), !FileManager.default.fileExists(atPath: text),
            text[..<equals].trimmingCharacters(in: .whitespaces) == field
        else { return nil }
        return text
    }

    private func compare(_ solution: Solution, withFile path: String) throws -> Result {
        let series = try RunReader.snapshots(at: path, axisNames: problem.spaceIndices.map { problem.coordinates[$0].name })
        let reference = try RunReader.matching(series, times: solution.snapshots.map(\.time), path: path)
        let errors = RunReader.ownErrors(at: path)
        let verdicts = try solution.verdicts(
            against: reference, as: .file(path), problem: problem, referenceErrors: errors)
        return Result(verdicts: verdicts, reference: reference)
    }

    private func compare(_ solution: Solution, withMethod name: String, solving problem: Problem) throws -> Result {
        let store = ReferenceStore(problem: problem, method: name, hash: loaded.hash)
        if let cached = store.load() {
            let verdicts = try solution.verdicts(
                against: cached.snapshots, as: .method(name), problem: problem, referenceErrors: cached.errors)
            return Result(verdicts: verdicts, reference: cached.snapshots)
        }
        guard let method = SolverCatalogue.standard.method(named: name) else {
            throw SolverError.unsupported(term: "reference: \(name)", because: "that method is not in this build", try: nil)
        }
        let start = ContinuousClock().now
        let settings = loaded.settingsOfMethods[name] ?? Settings(schema: method.schema)
        let reference = try method.init(settings: settings).solve(problem, context: context)
        let errors = reference.estimates.mapValues(\.relativeL2)
        store.save(reference.snapshots, errors: errors)
        let verdicts = try solution.verdicts(
            against: reference.snapshots, as: .method(name), problem: problem, referenceErrors: errors)
        return Result(
            verdicts: verdicts, reference: reference.snapshots, seconds: start.duration(to: ContinuousClock().now).seconds)
    }
}

extension SolutionJudge.Result {
    /// Whether the verdict that the file asks for was reached; nil if it asks for none or nothing could be measured.
    func expectation(of problem: Problem, _ solution: Solution) -> ExpectationResult? {
        let own = problem.solvers.first { $0.method == solution.method }?.expectation
        guard let asked = own ?? problem.expectation else { return nil }
        let errors = verdicts.compactMap(\.relativeL2)
        let largest = verdicts.compactMap(\.maximumError)
        guard !errors.isEmpty else { return nil }
        // A NaN error compares false and so misses.
        let meetsL2 = asked.relativeL2.map { bound in errors.allSatisfy { $0 <= bound } } ?? true
        let meetsMaximum = asked.maximumError.map { bound in largest.allSatisfy { $0 <= bound } } ?? true
        let meetsParameters = asked.parameterError.map { bound in
            solution.parameters.allSatisfy { estimate in estimate.relativeError.map { $0 <= bound } ?? true }
        } ?? true
        return ExpectationResult(
            relativeL2: asked.relativeL2, maximumError: asked.maximumError, parameterError: asked.parameterError,
            isMet: meetsL2 && meetsMaximum && meetsParameters)
    }
}

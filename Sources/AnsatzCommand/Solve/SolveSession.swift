import Ansatz
import Foundation

/// Solves one loaded problem by the methods asked for, and prints what came of it.
struct SolveSession {
    let loaded: LoadedProblem
    let options: SolveOptions
    let people: Terminal
    let printsJSON: Bool
    let readingSeconds: Double

    func run() -> ExitStatus {
        switch methods() {
        case .failure(let refusal):
            people.writeLine("\(people.styled("error", .red)): \(refusal.message)")
            if printsJSON { print(failure(refusal.message, refusal.status, method: options.method).line) }
            return refusal.status
        case .success(let methods):
            var reports: [SolveReport] = []
            var worst = ExitStatus.success
            for method in methods {
                let (report, status) = solve(by: method, isOneOfMany: methods.count > 1)
                if let report { reports.append(report) }
                worst = worst.worse(status)
                if Signals.control.stopReason != nil { break }
            }
            if methods.count > 1 || options.method == "all" && !reports.isEmpty { people.write(Leaderboard(reports).text) }
            return worst
        }
    }

    private struct Refusal: Error {
        var message: String
        var status: ExitStatus
    }

    /// The methods to run, in order.
    private func methods() -> Result<[any Solver.Type], Refusal> {
        let catalogue = SolverCatalogue.standard
        let asked = options.method ?? loaded.problem.solvers.first?.method ?? "auto"
        switch asked {
        case "auto": return automatic(catalogue)
        case "all":
            let listed = loaded.problem.solvers.compactMap { catalogue.method(named: $0.method) }
            let fitting = listed.isEmpty ? catalogue.methods.filter { supports($0) } : listed
            return fitting.isEmpty ? automatic(catalogue) : .success(fitting)
        default:
            if let method = catalogue.method(named: asked) { return .success([method]) }
            if catalogue.missing.contains(asked) {
                return .failure(Refusal(message: "the method '\(asked)' is not in this build", status: .unavailable))
            }
            let names = catalogue.methods.map { $0.name }
            let near = Suggestion.nearest(to: asked, among: names).map { "; did you mean '\($0)'?" } ?? "."
            return .failure(
                Refusal(message: "there is no method '\(asked)'\(near) Methods: \(names.joined(separator: ", "))", status: .usage))
        }
    }

    private func automatic(_ catalogue: SolverCatalogue) -> Result<[any Solver.Type], Refusal> {
        let (choice, refusals) = catalogue.choose(for: loaded.problem)
        let reasons = refusals.map { "\($0.method): no, \($0.because)" }
        guard let choice else {
            let message = "no method of this build takes the problem\n" + reasons.map { "  " + $0 }.joined(separator: "\n")
            return .failure(Refusal(message: message, status: .rejected))
        }
        let why = reasons.isEmpty ? "the first of the catalogue that fits" : reasons.joined(separator: "; ")
        people.writeLine("method: \(choice.name) (\(why))")
        return .success([choice])
    }

    private func supports(_ method: any Solver.Type) -> Bool {
        (try? method.init(settings: Settings(schema: method.schema)))?.supports(loaded.problem).isYes ?? false
    }

    private func solve(by method: any Solver.Type, isOneOfMany: Bool) -> (SolveReport?, ExitStatus) {
        do {
            if case .no(let reason, let alternative) = try method.init(settings: settings(of: method)).supports(loaded.problem) {
                throw SolverError.unsupported(term: loaded.problem.name, because: reason, try: alternative)
            }
            try RunReader.find(comparison)
            let (folder, resumes) = try folder(for: method, isOneOfMany: isOneOfMany)
            let run = SolveRun(
                loaded: loaded, method: method, options: options, folder: folder, people: people,
                arguments: CommandLine.arguments, resumes: resumes, readingSeconds: readingSeconds)
            let report = try run.execute()
            people.write(report.text(on: people))
            if let hint = resumeHint(report) { people.writeLine(hint) }
            if printsJSON { print(report.json.line) }
            return (report, report.status)
        } catch {
            let status = ErrorWords.status(error)
            people.writeLine("\(people.styled("error", .red)): \(ErrorWords.sentence(error))")
            if printsJSON { print(failure(ErrorWords.sentence(error), status, method: method.name).line) }
            return (nil, status)
        }
    }

    private func settings(of method: any Solver.Type) -> Settings {
        loaded.settingsOfMethods[method.name] ?? Settings(schema: method.schema)
    }

    private func failure(_ message: String, _ status: ExitStatus, method: String?) -> JSONValue {
        [
            "problem": .text(loaded.problem.name), "method": method.map(JSONValue.text) ?? .null, "outcome": "refused",
            "exit_code": .integer(Int(status.rawValue)), "error": .text(message),
        ]
    }

    /// The run or file that the answer will be compared with, so that a wrong name is told before the solve.
    private var comparison: String? {
        if let place = options.checkAgainst, place != "reference" { return place.contains("=") ? nil : place }
        guard loaded.problem.exact.isEmpty, case .file(let path) = loaded.problem.reference else { return nil }
        return path
    }

    private func folder(for method: any Solver.Type, isOneOfMany: Bool) throws -> (RunFolder, resumes: Bool) {
        if let resume = options.resume {
            let place = resume == "latest" || resume == "auto" ? options.output ?? "outputs/\(loaded.problem.name)/latest" : resume
            let exists = FileManager.default.fileExists(atPath: place)
            if exists || resume != "auto" {
                return (try RunFolder(path: resolved(place), existing: .resume), true)
            }
        }
        let fresh = options.output.map { isOneOfMany ? "\($0)/\(method.name)" : $0 }
            ?? RunFolder.defaultPath(problem: loaded.problem.name, method: method.name, now: Date())
        return (try RunFolder(path: fresh, existing: options.force ? .replace : .refuse), false)
    }

    /// A link such as `latest` replaced by what it points at.
    private func resolved(_ path: String) -> String {
        guard let target = try? FileManager.default.destinationOfSymbolicLink(atPath: path) else { return path }
        return FilePath(path).sibling(target)
    }

    private func resumeHint(_ report: SolveReport) -> String? {
        guard [.interrupted, .timeLimit].contains(report.outcome), options.checkpoints else { return nil }
        var words = ["ansatz", "solve", loaded.path, "--method", report.method]
        words += loaded.overrides.flatMap { ["--set", $0] }
        if let seed = options.seed { words += ["--seed", "\(seed)"] }
        if let threads = options.threads { words += ["--threads", "\(threads)"] }
        if let place = options.checkAgainst, !place.contains("=") { words += ["--check-against", place] }
        words += ["--resume", report.folder]
        return "  go on with: " + words.map(ShellWord.quoted).joined(separator: " ")
    }
}

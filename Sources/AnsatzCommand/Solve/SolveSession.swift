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
        do {
            let choice = try MethodChoice(for: loaded.problem, asked: options.method)
            if let reason = choice.reason { people.writeLine("method: \(choice.methods[0].name) (\(reason))") }
            return run(choice)
        } catch {
            people.writeLine("\(people.styled("error", .red)): \(error.message)")
            if printsJSON { print(failure(error.message, error.status, method: options.method).line) }
            return error.status
        }
    }

    private func run(_ choice: MethodChoice) -> ExitStatus {
        var reports: [SolveReport] = []
        var worst = ExitStatus.success
        for name in choice.unavailable {
            people.writeLine("\(name): not in this build")
            worst = .unavailable
        }
        for method in choice.methods {
            let (report, status) = solve(by: method, isOneOfMany: choice.methods.count > 1)
            if let report { reports.append(report) }
            worst = worst.worse(status)
            if Signals.control.stopReason != nil { break }
        }
        if options.method == "all" && !reports.isEmpty { people.write(Leaderboard(reports).text) }
        return worst
    }

    private func solve(by method: any Solver.Type, isOneOfMany: Bool) -> (SolveReport?, ExitStatus) {
        do {
            if let refusal = MethodChoice.refusal(of: method, loaded.problem, settings: loaded.settingsOfMethods[method.name]) {
                throw refusal
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
            people.writeLine("\(people.styled("error", .red)): \(method.name): \(ErrorWords.sentence(error))")
            if printsJSON { print(failure(ErrorWords.sentence(error), status, method: method.name).line) }
            return (nil, status)
        }
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
        if let sample = options.sample { words += ["--sample", "\(sample)"] }
        if let seed = options.seed { words += ["--seed", "\(seed)"] }
        if let threads = options.threads { words += ["--threads", "\(threads)"] }
        if let place = options.checkAgainst, !place.contains("=") { words += ["--check-against", place] }
        words += ["--resume", report.folder]
        return "  go on with: " + words.map(ShellWord.quoted).joined(separator: " ")
    }
}

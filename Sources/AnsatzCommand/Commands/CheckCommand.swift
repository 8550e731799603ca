import Ansatz
import ArgumentParser

/// `ansatz check FILE…`: everything but the solve.
struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Read and check problem files without solving; print what was understood.")

    @Argument(help: "Problem files; - reads standard input.", completion: .file(extensions: ["yaml", "yml"]))
    var files: [String]

    @OptionGroup var problemOptions: ProblemOptions
    @OptionGroup var display: DisplayOptions

    func run() throws {
        var worst = ExitStatus.success
        for file in files {
            let attempt = LoadedProblem.attempt(path: file, overrides: problemOptions.overrides)
            display.people.show(attempt.result)
            if display.json {
                print(document(attempt).line)
            } else if let loaded = attempt.loaded {
                print(ProblemSummary(loaded.problem).text, terminator: "")
            }
            worst = worst.worse(ExitStatus(rawValue: attempt.result.exitCode) ?? .rejected)
        }
        if worst != .success { throw worst.code }
    }

    private func document(_ attempt: LoadedProblem.Attempt) -> JSONValue {
        guard case .object(let members) = DiagnosticDocument(attempt.result).json else { return .null }
        return .object(members + [("understood", attempt.loaded.map { ProblemSummary($0.problem).json } ?? .null)])
    }
}

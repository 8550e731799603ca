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
            if let loaded = attempt.loaded { worst = worst.worse(statusOfMethod(loaded)) }
        }
        if worst != .success { throw worst.code }
    }

    /// Whether the method that `solve` would run is there and takes the problem.
    private func statusOfMethod(_ loaded: LoadedProblem) -> ExitStatus {
        guard let (message, status) = objection(to: loaded) else { return .success }
        display.people.writeLine("\(display.people.styled("error", .red)): \(message)")
        return status
    }

    private func objection(to loaded: LoadedProblem) -> (String, ExitStatus)? {
        var loaded = loaded
        _ = try? loaded.chooseSample(nil, seed: nil)
        do throws(MethodChoice.Refusal) {
            let method = try MethodChoice(for: loaded.problem, asked: nil).methods[0]
            let settings = loaded.settingsOfMethods[method.name]
            return MethodChoice.refusal(of: method, loaded.problem, settings: settings).map {
                ("\(method.name): \(ErrorWords.sentence($0))", ErrorWords.status($0))
            }
        } catch {
            return (error.message, error.status)
        }
    }

    private func document(_ attempt: LoadedProblem.Attempt) -> JSONValue {
        guard case .object(let members) = DiagnosticDocument(attempt.result).json else { return .null }
        return .object(members + [("understood", attempt.loaded.map { ProblemSummary($0.problem).json } ?? .null)])
    }
}

import Ansatz
import ArgumentParser
import Foundation

/// `ansatz generate FILE -o data.npz`: solves the samples of a family.
struct GenerateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "generate", abstract: "Solve the samples of a family of problems and store them as a data set.",
        discussion: """
            The file needs 'inputs' and a 'dataset' section (ansatz explain dataset). Samples go to <data file>.partial as they
            are solved; Ctrl-C, --max-time and even a killed process lose none that is there: --resume goes on. Equal recipes
            make equal data, whatever the threads, shards and interruptions.
            Exit codes: 0 done; 3 a sample diverged; 64 wrong command line; 65 problem rejected; 66 nothing to resume, or
            damaged; 73 the data file is there; 74 input or output failed; 75 stopped by --max-time; 130 and 143 stopped by
            Ctrl-C or SIGTERM, resumable.
            """)

    @Argument(help: "A problem file with a data set.", completion: .file(extensions: ["yaml", "yml"]))
    var file: String

    @OptionGroup var options: GenerateOptions
    @OptionGroup var problemOptions: ProblemOptions
    @OptionGroup var display: DisplayOptions

    func run() throws {
        Signals.install()
        LinearAlgebra.setThreads(1)
        let people = display.people
        let attempt = LoadedProblem.attempt(path: file, overrides: problemOptions.overrides)
        people.show(attempt.result)
        guard let loaded = attempt.loaded else {
            if display.json { print(DiagnosticDocument(attempt.result).json.line) }
            throw (ExitStatus(rawValue: attempt.result.exitCode) ?? .rejected).code
        }
        let status: ExitStatus
        do {
            let report = try GenerateSession(loaded: loaded, options: options, people: people).run()
            people.write(report.text)
            if let hint = hint(report) { people.writeLine(hint) }
            if display.json { print(report.json.line) }
            status = report.status
        } catch {
            let refusal = error as? MethodChoice.Refusal
            let sentence = refusal?.message ?? ErrorWords.sentence(error)
            status = refusal?.status ?? ErrorWords.status(error)
            people.writeLine("\(people.styled("error", .red)): \(sentence)")
            if display.json {
                print(JSONValue.object([("outcome", "refused"), ("exit_code", .integer(Int(status.rawValue))), ("error", .text(sentence))]).line)
            }
        }
        if status != .success { throw status.code }
    }

    /// How to go on, or who does.
    private func hint(_ report: GenerateReport) -> String? {
        if report.file != nil { return nil }
        if report.outcome == .converged {
            return "  shard \(options.shard.number) of \(options.shard.count) is done; the one that ends last assembles \(options.output)"
        }
        var words = ["ansatz", "generate", file, "-o", options.output]
        if let method = options.method { words += ["--method", method] }
        words += problemOptions.overrides.flatMap { ["--set", $0] }
        if options.shard != .whole { words += ["--shard", "\(options.shard.number)/\(options.shard.count)"] }
        if let seed = options.seed { words += ["--seed", "\(seed)"] }
        if let threads = options.threads { words += ["--threads", "\(threads)"] }
        if options.checkSamples != GenerateOptions.usualChecks { words += ["--check-samples", "\(options.checkSamples)"] }
        if options.single { words.append("--single") }
        return "  go on with: " + (words + ["--resume"]).map(ShellWord.quoted).joined(separator: " ")
    }
}

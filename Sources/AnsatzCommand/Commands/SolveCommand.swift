import Ansatz
import ArgumentParser
import Foundation

/// `ansatz solve FILE…`: solves, writes, judges.
struct SolveCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "solve", abstract: "Solve problem files, write the fields and say how wrong they are.",
        discussion: """
            Exit codes: 0 converged; 1 an expected error figure was missed; 2 not converged; 3 diverged; 64 wrong command line;
            65 problem rejected; 66 input missing; 69 method not in this build; 73 cannot create the output folder;
            74 input or output failed; 75 stopped by --max-time, resumable; 130 and 143 stopped by Ctrl-C or SIGTERM, saved.
            """)

    @Argument(help: "Problem files; - reads standard input.", completion: .file(extensions: ["yaml", "yml"]))
    var files: [String]

    @OptionGroup var options: SolveOptions
    @OptionGroup var problemOptions: ProblemOptions
    @OptionGroup var display: DisplayOptions

    func validate() throws {
        if files.count > 1 && options.output != nil { throw ValidationError("-o takes one problem file.") }
        if files.count > 1 && options.resume != nil { throw ValidationError("--resume takes one problem file.") }
        if files.filter({ $0 == "-" }).count > 1 { throw ValidationError("standard input can be read once.") }
    }

    func run() throws {
        Signals.install()
        var worst = ExitStatus.success
        for file in files {
            worst = worst.worse(solve(file))
            if Signals.control.stopReason != nil { break }
        }
        // What could not be written to standard output shows only when the buffers are emptied.
        if fflush(nil) != 0 { worst = worst.worse(.inputOutput) }
        if worst != .success { throw worst.code }
    }

    private func solve(_ file: String) -> ExitStatus {
        let start = ContinuousClock().now
        let people = display.people
        let attempt = LoadedProblem.attempt(path: file, overrides: problemOptions.overrides + formulaOverride)
        people.show(attempt.result)
        guard var loaded = attempt.loaded else {
            if display.json { print(DiagnosticDocument(attempt.result).json.line) }
            return ExitStatus(rawValue: attempt.result.exitCode) ?? .rejected
        }
        if !formulaOverride.isEmpty, file != "-" {
            loaded.identity = LoadedProblem.attempt(path: file, overrides: problemOptions.overrides).result.resolvedText
        }
        LinearAlgebra.setThreads(1)
        do {
            if let sample = try loaded.chooseSample(options.sample, seed: options.seed) {
                people.writeLine("sample: \(sample) of the family")
            }
        } catch {
            people.writeLine("\(people.styled("error", .red)): \(ErrorWords.sentence(error))")
            return ErrorWords.status(error)
        }
        let reading = start.duration(to: ContinuousClock().now).seconds
        let session = SolveSession(
            loaded: loaded, options: options, people: people, printsJSON: display.json, readingSeconds: reading)
        return session.run()
    }

    /// `--check-against 'u = …'` is the same as an exact solution in the file, so it goes through the same reader.
    private var formulaOverride: [String] {
        guard let place = options.checkAgainst, let equals = place.firstIndex(of: "="), !FileManager.default.fileExists(atPath: place)
        else { return [] }
        let name = place[..<equals].trimmingCharacters(in: .whitespaces)
        let formula = place[place.index(after: equals)...].trimmingCharacters(in: .whitespaces)
        return ["exact.\(name)=\(formula)"]
    }
}

import Ansatz
import ArgumentParser
import Foundation

/// `ansatz new TEMPLATE`: a commented problem file to start from.
struct NewCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "new", abstract: "Write a commented problem file that passes 'ansatz check'.")

    @Argument(help: "A problem of 'ansatz list problems'.")
    var template: String

    @Option(name: .shortAndLong, help: "File to write; default: the template's name in the current folder. - prints it.")
    var output: String?

    @Option(help: "Keep only this method under 'solvers:'.")
    var solver: String?

    @Flag(help: "Replace an existing file.")
    var force = false

    @OptionGroup var display: DisplayOptions

    func run() throws {
        guard let source = ProblemLibrary.path(of: template) else { throw refuse(unknownTemplate, .inputMissing) }
        guard var text = FileManager.default.contents(atPath: source).map({ String(decoding: $0, as: UTF8.self) }) else {
            throw refuse("cannot read '\(source)'", .inputMissing)
        }
        if let solver {
            guard SolverCatalogue.standard.method(named: solver) != nil else {
                throw refuse("there is no method '\(solver)' in this build", .unavailable)
            }
            text = TemplateText(text).keepingSolver(solver)
        }
        if output == "-" { return print(text, terminator: "") }
        let place = output ?? "\(template).yaml"
        if FileManager.default.fileExists(atPath: place), !force {
            throw refuse("'\(place)' exists; give --force to replace it or -o for another name", .cannotCreate)
        }
        do {
            try text.write(toFile: place, atomically: true, encoding: .utf8)
        } catch {
            throw refuse("cannot write '\(place)': \(error.localizedDescription)", .inputOutput)
        }
        display.people.writeLine("wrote \(place); next: ansatz check \(place)")
    }

    private var unknownTemplate: String {
        let names = ProblemLibrary.folder().map(ProblemLibrary.files) ?? []
        guard !names.isEmpty else { return "the folder of problem files was not found; set ANSATZ_PROBLEMS to it" }
        let near = Suggestion.nearest(to: template, among: names).map { " Did you mean '\($0)'?" } ?? ""
        return "there is no template '\(template)'.\(near) Templates: \(names.joined(separator: ", "))"
    }

    private func refuse(_ message: String, _ status: ExitStatus) -> ExitCode {
        display.people.writeLine("\(display.people.styled("error", .red)): \(message)")
        return status.code
    }
}

/// The text of a template, changed line by line so that comments stay.
struct TemplateText {
    private let lines: [Substring]

    init(_ text: String) {
        lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    }

    /// The text whose `solvers:` section lists one method: its own entry if it has one, else the method with defaults.
    func keepingSolver(_ name: String) -> String {
        guard let start = lines.firstIndex(where: { $0.hasPrefix("solvers:") }) else {
            return lines.joined(separator: "\n") + "solvers:\n  \(name): {}\n"
        }
        let end = lines[(start + 1)...].firstIndex { line in
            guard let first = line.first else { return false }
            return !first.isWhitespace && first != "#"
        } ?? lines.endIndex
        let body = lines[(start + 1)..<end]
        let own = body.firstIndex { $0.hasPrefix("  \(name):") }
        var kept: [Substring] = []
        if let own {
            let next = body[(own + 1)...].firstIndex { $0.hasPrefix("  ") && !$0.hasPrefix("   ") } ?? end
            kept = Array(body[own..<next])
        } else {
            kept = ["  \(name): {}"]
        }
        return (lines[..<start] + ["solvers:"] + kept + lines[end...]).joined(separator: "\n")
    }
}

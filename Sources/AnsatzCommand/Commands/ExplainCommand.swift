import Ansatz
import ArgumentParser
import Expressions

/// `ansatz explain KEY|CODE`: what a key, setting, function, method or message means.
struct ExplainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Explain a key (output.times), a setting (solvers.chebyshev.tolerance), a method, a function or a code (E204).")

    @Argument(help: "What to explain; 'problem' lists all keys.")
    var topic: String

    @OptionGroup var display: DisplayOptions

    func run() throws {
        guard let explanation = Explanation.of(topic) else {
            let people = display.people
            let near = Suggestion.nearest(to: topic, among: Explanation.topics).map { " Did you mean '\($0)'?" } ?? ""
            people.writeLine("\(people.styled("error", .red)): nothing is known by the name '\(topic)'.\(near)")
            throw ExitStatus.usage.code
        }
        print(display.json ? explanation.json.line : explanation.text)
    }
}

import ArgumentParser

/// The command `ansatz`.
@main
struct AnsatzCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ansatz",
        abstract: "Solves partial differential equations written in a text file, and says how wrong the answer is.",
        discussion: """
            First steps:
              ansatz solve problems/burgers.yaml     solve, write VTK, print the error
              ansatz check problems/burgers.yaml     understand a file without solving it
              ansatz list problems                   what there is to start from
              ansatz new burgers                     a commented file of your own
              ansatz evaluate outputs/burgers/latest --at grid:x=-1..1:9,t=1
              ansatz plot outputs/burgers/latest     pictures of a run
            """,
        version: Version.text,
        subcommands: [
            SolveCommand.self, GenerateCommand.self, CheckCommand.self, ListCommand.self, ExplainCommand.self, NewCommand.self,
            CompareCommand.self, EvaluateCommand.self, PlotCommand.self, ReportCommand.self, InfoCommand.self,
        ])

    static func main() {
        main(separatingResume(Array(CommandLine.arguments.dropFirst())))
    }

    /// `--resume=auto` as two words: the parser drops the value of an option that may stand alone when another option
    /// follows it.
    private static func separatingResume(_ arguments: [String]) -> [String] {
        let prefix = "--resume="
        return arguments.flatMap { $0.hasPrefix(prefix) && $0 != prefix ? ["--resume", String($0.dropFirst(prefix.count))] : [$0] }
    }
}

import Ansatz
import ArgumentParser
import Expressions

/// `ansatz list`: what there is.
struct ListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List problems, solvers, functions or outputs.")

    enum Topic: String, CaseIterable, ExpressibleByArgument {
        case problems, solvers, functions, outputs
    }

    @Argument(help: "problems, solvers, functions or outputs; all of them if left out.")
    var topic: Topic?

    @OptionGroup var display: DisplayOptions

    func run() throws {
        let topics = topic.map { [$0] } ?? Topic.allCases
        if display.json {
            print(JSONValue.object(topics.map { ($0.rawValue, Self.json($0)) }).pretty, terminator: "")
            return
        }
        for topic in topics {
            if topics.count > 1 { print(topic.rawValue) }
            let rows = Self.entries(of: topic)
            let width = rows.map(\.name.count).max() ?? 0
            for row in rows {
                let padding = String(repeating: " ", count: width - row.name.count)
                print("\(topics.count > 1 ? "  " : "")\(row.name)\(padding)  \(row.text)")
            }
        }
    }

    private static func json(_ topic: Topic) -> JSONValue {
        .list(entries(of: topic).map { ["name": .text($0.name), "text": .text($0.text)] })
    }

    private static func entries(of topic: Topic) -> [(name: String, text: String)] {
        switch topic {
        case .problems: problems
        case .solvers:
            SolverCatalogue.standard.methods.map { ($0.name, $0.summary) }
                + SolverCatalogue.standard.missing.map { ($0, "not in this build") }
        case .functions: FunctionDescription.all.map { ($0.usage, $0.summary) }
        case .outputs:
            (KeySchema.find("output")?.children ?? []).map { ($0.name, $0.meaning) }
        }
    }

    private static var problems: [(name: String, text: String)] {
        guard let folder = ProblemLibrary.folder() else { return [] }
        return ProblemLibrary.files(in: folder).map { name in
            let result = ProblemFile.read(path: "\(folder)/\(name).yaml", methods: SolverCatalogue.standard.schemas)
            return (name, result.problem?.title ?? "does not pass 'ansatz check'")
        }
    }
}

import Ansatz
import ArgumentParser
import FieldFiles

/// `ansatz compare A B`: how far two runs are apart.
struct CompareCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare",
        abstract: "Compare the fields of two runs or .npz files; grids may differ. Exit 1 above --tol.")

    @Argument(help: "Run folder or .npz file to judge.", completion: .directory)
    var first: String

    @Argument(help: "Run folder or .npz file to compare with.", completion: .directory)
    var second: String

    @Option(name: .customLong("tol"), help: "Largest relative L2 difference that passes.")
    var tolerance: Double?

    @OptionGroup var display: DisplayOptions

    func run() throws {
        do {
            let left = try RunReader.snapshots(at: first)
            let right = try RunReader.matching(RunReader.snapshots(at: second), times: left.map(\.time), path: second)
            let names = Self.commonFields(left, right)
            guard !names.isEmpty else { throw FieldComparisonError.fieldMissing("") }
            let errors = try names.map { (name: $0, error: try FieldError(of: $0, in: left, against: right)) }
            report(errors)
            if let tolerance, !errors.allSatisfy({ $0.error.relativeL2 <= tolerance }) {
                throw ExitStatus.outsideTolerance.code
            }
        } catch let code as ExitCode {
            throw code
        } catch {
            let people = display.people
            people.writeLine("\(people.styled("error", .red)): \(ErrorWords.sentence(error))")
            throw ErrorWords.status(error).code
        }
    }

    /// Names of the fields in both, without the companions (`u_exact`, `u_error`) of one that is there.
    private static func commonFields(_ left: [Snapshot], _ right: [Snapshot]) -> [String] {
        let names = left.first?.fields.map(\.name) ?? []
        let companions = names.flatMap { name in ["exact", "reference", "error", "std"].map { "\(name)_\($0)" } }
        return names.filter { right.first?.field(named: $0) != nil && !companions.contains($0) }
    }

    private func report(_ errors: [(name: String, error: FieldError)]) {
        if display.json {
            let fields = errors.map { name, error -> (String, JSONValue) in
                (name, [
                    "relative_l2": .number(error.relativeL2), "is_relative": .flag(error.isRelative),
                    "max_error": .number(error.maximum), "max_at": .list(error.point.map(JSONValue.number)),
                    "max_time": JSONValue(error.time),
                ])
            }
            print((["first": .text(first), "second": .text(second), "fields": .object(fields)] as JSONValue).line)
            return
        }
        for (name, error) in errors {
            let kind = error.isRelative ? "relative L2" : "L2 (the second is zero)"
            let place = error.point.map { NumberText.scientific($0) }.joined(separator: ", ")
            let time = error.time.map { ", t = \(NumberText.scientific($0))" } ?? ""
            print(
                "\(name)  \(kind) \(NumberText.scientific(error.relativeL2))  largest \(NumberText.scientific(error.maximum))"
                    + " at (\(place))\(time)")
        }
    }
}

import Ansatz
import ArgumentParser
import Foundation
import NumericsCore

/// `ansatz info`: what this build is and what it runs on; with a data file, what that holds.
struct InfoCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "info", abstract: "Version, libraries, machine and back ends of this build; or what a data file holds.")

    @Argument(help: "A data file (.npz, .h5, MATLAB's .mat of version 7.3).", completion: .file(extensions: ["npz", "h5", "mat"]))
    var file: String?

    @OptionGroup var display: DisplayOptions

    func run() throws {
        if let file { return try show(file) }
        let document = Self.document
        if display.json {
            print(document.pretty, terminator: "")
        } else {
            guard case .object(let members) = document else { return }
            for (name, value) in members { print(Self.line(name, value)) }
        }
    }

    private func show(_ file: String) throws {
        guard DataFileSummary.canRead(file) else { throw ValidationError("'\(file)' ends in none of .npz, .h5, .hdf5, .mat.") }
        do {
            let partial = PartialFolder(output: file, shard: .whole).path
            if !FileManager.default.fileExists(atPath: file), FileManager.default.fileExists(atPath: partial) {
                throw GenerateError.notYet(file: file, partial: partial)
            }
            let summary = try DataFileSummary(path: file)
            print(display.json ? summary.json.pretty : summary.text, terminator: "")
        } catch {
            let people = display.people
            people.writeLine("\(people.styled("error", .red)): \(ErrorWords.sentence(error))")
            throw ErrorWords.status(error).code
        }
    }

    private static var document: JSONValue {
        let checkout = SourceCheckoutQuery(executable: CommandLine.arguments[0]).answer()
        guard case .object(let tool) = Manifest.tool(checkout: checkout), case .object(let machine) = Manifest.machine else { return .null }
        return .object(
            tool.filter { $0.0 != "name" } + machine + [
                ("methods", .list(SolverCatalogue.standard.methods.map { .text($0.name) })),
                ("not_built_in", .list(SolverCatalogue.standard.missing.map(JSONValue.text))),
            ])
    }

    private static func line(_ name: String, _ value: JSONValue) -> String {
        let label = name.replacingOccurrences(of: "_", with: " ")
        let padded = label + String(repeating: " ", count: max(1, 16 - label.count))
        return padded + plain(value)
    }

    private static func plain(_ value: JSONValue) -> String {
        switch value {
        case .text(let text): text
        case .list(let values): values.map(plain).joined(separator: ", ")
        case .null: "unknown"
        default: value.line
        }
    }
}

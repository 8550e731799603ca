import Ansatz
import ArgumentParser
import FieldFiles
import Foundation

/// `ansatz evaluate RUN --at …`: a stored answer anywhere.
struct EvaluateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "evaluate", abstract: "Evaluate the stored answer of a run at points or on a grid.",
        discussion: """
            --at takes
              points.csv                a header that names every coordinate (time too), then numbers; further columns are kept
              -                         the same from standard input
              64x64                     equally spaced points along the space coordinates, at the output times of the run
              grid:x=0..1:101,t=0.5     a range and a count, a single value, or :count for the whole range; all output times if
                                        nothing is said of time
            Learned methods (features, pinn) are evaluated from weights.safetensors: exactly, with derivatives, at any time. Of
            the others the stored grid is interpolated, as standard error says; derivatives are those of the interpolant.
            Exit codes: 0 done; 64 wrong command line, points outside; 66 no such run, or
            points or weights that cannot be read; 73, 74 the output cannot be written.
            """)

    @Argument(help: ArgumentHelp("Run folder.", valueName: "run"), completion: .directory)
    var folder: String

    @Option(help: "File of points, - for standard input, 64x64, or grid:x=0..1:101,t=0.5.", completion: .file(extensions: ["csv"]))
    var at: String

    @Option(
        name: [.customLong("formula"), .customLong("derivative")],
        help: "A derivative (u_x) or any formula of the unknowns ('u_x^2 + u_y^2'), written beside them; repeatable.")
    var formulas: [String] = []

    @Option(
        name: .customLong("parameter"), help: "Value of a parameter that was an input of the network (nu=0.02); repeatable.")
    var parameters: [String] = []

    @Flag(help: "Write the residual of every equation too.")
    var residual = false

    @Option(help: "Points outside the domain: error, or nan to write nan there.")
    var outside: OutsidePoints = .error

    @Option(name: .shortAndLong, help: "File: .csv, .npz, .vti, .vtr or .vtu; CSV on standard output if left out.")
    var output: String?

    @Option(help: "Colours in messages: auto, always or never. NO_COLOR is honoured.")
    var color: Terminal.ColourChoice = .auto

    func run() throws {
        let people = Terminal.forPeople(color)
        do {
            // Before the work, which may be long.
            if let output { _ = try EvaluationTable.ending(of: output) }
            try evaluate(people)
        } catch {
            people.writeLine("\(people.styled("error", .red)): \(ErrorWords.sentence(error))")
            throw ErrorWords.status(error).code
        }
    }

    private func evaluate(_ people: Terminal) throws {
        LinearAlgebra.setThreads(1)
        let stored = try StoredRun(path: folder, formulas: formulas, parameters: parameters)
        var fields = stored.problem.unknownFields + stored.problem.output.fields
        if residual { fields += stored.problem.residualFields }
        let session = EvaluationSession(run: stored, fields: fields, allowsOutside: outside == .nan)
        let result = try session.evaluate(places(stored))
        people.writeLine("evaluated: \(result.manner)")
        if result.outside > 0 { people.writeLine("  note: \(result.outside) points lie outside and got nan") }
        if result.unreached > 0 { people.writeLine("  note: \(result.unreached) points inside have no finite value") }
        guard let output else { return try write(result.table.csv.encoded) }
        try result.table.write(to: output, provenance: ["tool": "ansatz \(Version.text)", "run": FilePath(folder).name])
        people.writeLine("  file: \(output)")
    }

    private func places(_ stored: StoredRun) throws -> EvaluationPlaces {
        if at == "-" {
            let bytes = [UInt8](FileHandle.standardInput.readDataToEndOfFile())
            let table = try CommaSeparatedTable(decoding: bytes, path: "standard input")
            return try .list(table, of: stored.problem, file: "standard input")
        }
        if let grid = try GridText(at) {
            return try .grid(grid, of: stored.problem, stored: stored.snapshots.map(\.time))
        }
        guard FileManager.default.fileExists(atPath: at) || at.hasSuffix(".csv") else { throw EvaluateError.places(at) }
        return try .list(CommaSeparatedTable(path: at), of: stored.problem, file: at)
    }

    private func write(_ bytes: [UInt8]) throws {
        do {
            try FileHandle.standardOutput.write(contentsOf: Data(bytes))
        } catch {
            throw RunFolderError.failed("standard output", reason: error.localizedDescription)
        }
    }
}

/// What is done about points outside the domain.
enum OutsidePoints: String, ExpressibleByArgument, CaseIterable {
    case error, nan
}

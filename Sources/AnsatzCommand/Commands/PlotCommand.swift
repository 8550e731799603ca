import Ansatz
import ArgumentParser
import FieldFiles
import Foundation
import Plots

/// `ansatz plot RUN…`: pictures of what runs left behind.
struct PlotCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plot", abstract: "Draw the fields, errors or history of runs as PNG, SVG, PDF or in the terminal.",
        discussion: """
            Without options every field is drawn as suits it: curves on lines, space-time maps, colour maps with contours on
            planes, streamlines of vectors, three planes of volumes. The files written are printed on standard output.
            """)

    @Argument(help: "Run folders or .npz files.", completion: .directory)
    var runs: [String]

    @OptionGroup var pictures: PictureOptions

    @Option(help: "png, svg or pdf; by the ending of -o if left out, else png.")
    var format: FigureFormat?

    @Option(name: .shortAndLong, help: "File for one picture, or folder for all; plots/ in the run folder if left out.")
    var output: String?

    @Flag(help: "Draw in the terminal instead of into files.")
    var terminal = false

    @Flag(help: "Draw several runs into one picture, with one scale: curves over each other, maps side by side.")
    var compare = false

    @OptionGroup var display: DisplayOptions

    func validate() throws {
        if runs.isEmpty { throw ValidationError("plot needs a run folder or an .npz file.") }
        if terminal && (output != nil || format != nil) { throw ValidationError("--terminal writes no file: leave out -o and --format.") }
        if compare && runs.count < 2 { throw ValidationError("--compare needs two runs or more.") }
    }

    func run() throws {
        do {
            let session = PlotSession(
                runs: try runs.map(RunContents.init), pictures: pictures, joins: compare, isForTerminal: terminal)
            let figures = try session.figures()
            terminal ? try show(figures) : try write(figures)
        } catch let code as ExitCode {
            throw code
        } catch {
            let people = display.people
            people.writeLine("\(people.styled("error", .red)): \(ErrorWords.sentence(error))")
            throw ErrorWords.status(error).code
        }
    }

    private func show(_ figures: [PlotSession.Named]) throws {
        let screen = Terminal(descriptor: 1, colour: display.color, environment: ProcessInfo.processInfo.environment)
        let text = figures.map { $0.figure.terminalText(width: screen.plotWidth, colours: screen.plotColours) }
        screen.write(text.joined(separator: "\n"))
    }

    private func write(_ figures: [PlotSession.Named]) throws {
        let files = try PlotFiles(output: output, format: format).paths(for: figures)
        for (figure, file) in zip(figures, files) {
            let folder = FilePath(file).folder
            if !folder.isEmpty { try AtomicWriting.createFolder(folder) }
            let bytes = try figure.figure.encoded(as: FigureFormat(path: file) ?? .png)
            try RunFolder.translating(file) { try Data(bytes).write(to: URL(fileURLWithPath: file), options: .atomic) }
            if !display.json { print(file) }
        }
        if display.json { print((["files": .list(files.map(JSONValue.text))] as JSONValue).line) }
    }
}

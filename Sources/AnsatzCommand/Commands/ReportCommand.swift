import Ansatz
import ArgumentParser
import FieldFiles
import Foundation
import Plots

/// `ansatz report RUN`: one page with everything about a run.
struct ReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Write one self-contained HTML page about a run: problem, errors, pictures, how to repeat it.")

    @Argument(help: ArgumentHelp("Run folder.", valueName: "run"), completion: .directory)
    var folder: String

    @Option(name: .shortAndLong, help: "File to write; report.html in the run folder if left out.")
    var output: String?

    @OptionGroup var display: DisplayOptions

    func run() throws {
        do {
            let contents = try RunContents(path: folder)
            guard contents.isFolder, !contents.manifest.isEmpty else { throw RunReader.Failure.notARun(folder) }
            let page = Self.page(of: contents)
            let file = output ?? folder + "/report.html"
            try AtomicWriting.write(page.text, to: file)
            for remark in page.remarks { display.people.writeLine("\(display.people.styled("warning", .yellow)): \(remark)") }
            print(display.json ? (["file": .text(file)] as JSONValue).line : file)
        } catch {
            let people = display.people
            people.writeLine("\(people.styled("error", .red)): \(ErrorWords.sentence(error))")
            throw ErrorWords.status(error).code
        }
    }

    /// The page; a run without fields, or with fields that cannot be drawn, has one too.
    private static func page(of contents: RunContents) -> RunPage {
        do {
            let pictures = RunPictures(title: "", threads: MachineFacts.physicalCores)
            // Lines are sharp at any size as SVG; colour maps would only wrap an image.
            let drawn = try pictures.draw(try contents.series(), history: contents.history) { figure in
                figure.hasColours ? .png : .svg
            }
            return RunPage(run: contents, pictures: drawn, remarks: [])
        } catch {
            return RunPage(run: contents, pictures: [], remarks: ["No pictures: \(ErrorWords.sentence(error))."])
        }
    }
}

extension Figure {
    /// Whether a panel is a colour map.
    fileprivate var hasColours: Bool {
        panels.contains { $0.layers.contains { if case .map = $0 { true } else { false } } }
    }
}

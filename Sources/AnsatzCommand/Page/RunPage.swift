import Ansatz
import Foundation
import Plots

/// One self-contained page about a run: what was asked, what came out and how good it is, and how to do it again.
struct RunPage {
    let run: RunContents
    let pictures: [RunPictures.Picture]
    /// Sentences on what could not be shown.
    let remarks: [String]

    /// The page as text.
    var text: String {
        let head = HTMLNode.make(
            "head", [:],
            [
                .make("meta", ["charset": "utf-8"]),
                .make("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"]),
                .make("title", [:], [.text(run.title)]), .make("style", [:], [.styleSheet(PageStyle.text)]),
            ])
        let body = header + results + picturesSection + problemSection + notes + repetition + facts
        let page = HTMLNode.make("html", ["lang": "en"], [head, .make("body", [:], [.make("main", [:], body)])])
        return "<!DOCTYPE html>\n" + page.printed() + "\n"
    }

    private var header: [HTMLNode] {
        let method = run.method.map { " by \($0)" } ?? ""
        var lines: [HTMLNode] = [.make("h1", [:], [.text(run.title)])]
        lines.append(.make("p", [:], [.make("span", ["class": verdict.style], [.text(verdict.words)]), .text(method + duration)]))
        if let end = run.manifest["end"] as? String ?? run.manifest["start"] as? String {
            lines.append(.make("p", ["class": "soft"], [.text("\(run.problem), \(end)")]))
        }
        return [.make("header", [:], lines)]
    }

    private var duration: String {
        let timings = run.result["timings"] as? [String: Any] ?? [:]
        return (timings["total"] as? Double).map { " in \(NumberText.duration($0))" } ?? ""
    }

    /// How the run ended, in a word and a colour.
    private var verdict: (words: String, style: String) {
        if run.manifest["status"] as? String == "running" { return ("unfinished: the run was going on or was killed", "bad") }
        if let error = run.manifest["error"] as? String { return ("failed: \(error)", "bad") }
        switch (run.result["outcome"] as? String).flatMap(Outcome.init(rawValue:)) {
        case .converged:
            let isMet = (run.result["expectation"] as? [String: Any])?["met"] as? Bool ?? true
            return isMet ? ("solved", "good") : ("solved, but less accurately than expected", "middling")
        case .notConverged: return ("not converged", "middling")
        case .diverged: return ("diverged", "bad")
        case .interrupted: return ("interrupted", "middling")
        case .timeLimit: return ("stopped at the time limit", "middling")
        case nil: return ("no result", "bad")
        }
    }

    private var picturesSection: [HTMLNode] {
        let figures = pictures.map { picture -> HTMLNode in
            let format = FigureFormat(magic: picture.bytes)
            let address = "data:image/\(format == .svg ? "svg+xml" : "png");base64," + Data(picture.bytes).base64EncodedString()
            return .make(
                "figure", [:],
                [.make("img", ["src": address, "alt": picture.description]), .make("figcaption", [:], [.text(picture.description)])])
        }
        let warnings = remarks.map { HTMLNode.make("p", ["class": "soft"], [.text($0)]) }
        return HTMLNode.section("Pictures", (figures.isEmpty ? [] : [.make("div", ["class": "pictures"], figures)]) + warnings)
    }

    private var problemSection: [HTMLNode] {
        guard let text = run.text("problem.yaml") else { return [] }
        var content: [HTMLNode] = [.make("pre", [:], [.make("code", [:], YAMLHighlighter.nodes(text.trimmingTrailingNewlines))])]
        if let resolved = run.text("resolved.yaml") {
            let marked = HTMLNode.make("pre", [:], [.make("code", [:], YAMLHighlighter.nodes(resolved.trimmingTrailingNewlines))])
            content.append(.folded("Every value that was used, and where it came from", [marked]))
        }
        return HTMLNode.section("Problem", content)
    }

    private var notes: [HTMLNode] {
        let notes = run.result["notes"] as? [String] ?? []
        return HTMLNode.section("Notes", notes.isEmpty ? [] : [.make("ul", [:], notes.map { .make("li", [:], [.text($0)]) })])
    }
}

extension String {
    /// The text without line ends after its last line.
    fileprivate var trimmingTrailingNewlines: String {
        var text = Substring(self)
        while text.last?.isNewline == true { text.removeLast() }
        return String(text)
    }
}

extension FigureFormat {
    /// The format of bytes that a figure was written as.
    fileprivate init(magic bytes: [UInt8]) { self = bytes.first == 0x89 ? .png : bytes.first == UInt8(ascii: "%") ? .pdf : .svg }
}

extension RunPictures.Picture {
    /// What is to be seen, in words.
    var description: String {
        let panel = figure.panels.first
        guard let panel else { return name }
        let (across, upwards) = (panel.horizontal.label, panel.vertical.label)
        guard let scale = figure.sharedColors ?? panel.colors else { return "\(upwards) over \(across)" }
        return ["\(scale.label) over \(across) and \(upwards)", panel.title].filter { !$0.isEmpty }.joined(separator: ", ")
    }
}

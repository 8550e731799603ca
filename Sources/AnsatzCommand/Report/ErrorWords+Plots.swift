import Ansatz
import Plots

extension ErrorWords {
    /// The words for pictures that cannot be drawn.
    static func words(_ error: PlotError) -> String {
        switch error {
        case .fieldMissing(let name, let available):
            "there is no field '\(name)'" + suggestion(name, available, kind: "fields")
        case .nothingToShow: "there is nothing to show"
        case .indexMissing(let index, let count): "there is no snapshot \(index): the run has \(count), numbered from 0"
        case .timeMissing(let time, let range):
            range.map { "t = \(time) lies outside the times of the run, \($0.lowerBound) to \($0.upperBound)" }
                ?? "the run is steady: it has no time \(time)"
        case .axisMissing(let name, let available): "there is no coordinate '\(name)' to slice" + suggestion(name, available, kind: "coordinates")
        case .outside(let axis, let value, let range):
            "\(axis) = \(value) lies outside [\(range.lowerBound), \(range.upperBound)]"
        case .unsuitable(let kind, let reason): "the kind '\(kind)' does not suit: \(reason)"
        case .notComparable(let reason): "the runs cannot share a picture: \(reason)"
        case .unknownFormat(let path): "'\(path)' does not end in .png, .svg or .pdf"
        case .cannotWrite(let path, let reason): "cannot write '\(path)': \(reason)"
        case .drawing(let reason): "the picture could not be drawn: \(reason)"
        }
    }

    static func words(_ error: PlotFiles.Failure) -> String {
        switch error {
        case .tooMany(let count, let file):
            "'\(file)' names one file, but there are \(count) pictures; name a folder, or choose one with --field"
        case .formatsDiffer(let file, let format): "'\(file)' does not end in .\(format)"
        case .unknownEnding(let file):
            "'\(file)' does not end in \(endings); write \(file)/ for a folder of that name"
        }
    }

    /// `.png, .svg or .pdf`.
    private static var endings: String {
        let all = FigureFormat.allCases.map { "." + $0.rawValue }
        return all.dropLast().joined(separator: ", ") + " or " + (all.last ?? "")
    }

    private static func suggestion(_ name: String, _ available: [String], kind: String) -> String {
        let near = Suggestion.nearest(to: name, among: available).map { "; did you mean '\($0)'?" } ?? "."
        return near + (available.isEmpty ? " It has no \(kind)." : " It has the \(kind) \(available.joined(separator: ", ")).")
    }

    static func status(_ error: PlotError) -> ExitStatus {
        switch error {
        case .cannotWrite, .drawing: .inputOutput
        case .nothingToShow: .inputMissing
        default: .usage
        }
    }
}

import Fields
import Foundation
import Plots

/// Where the pictures of `ansatz plot` go.
struct PlotFiles {
    /// `-o`: a file, a folder, or nil for the folder of each picture's run.
    let output: String?
    let format: FigureFormat?

    /// Why the pictures have no places.
    enum Failure: Error, Equatable {
        /// One file was named for several pictures.
        case tooMany(count: Int, file: String)
        /// The format of the file's name is not the one asked for.
        case formatsDiffer(file: String, format: String)
        /// A name that looks like a file of a format that is not written.
        case unknownEnding(file: String)
    }

    /// Whether a name that is no folder yet ends as files do: in a dot and two to four letters.
    private func looksLikeFile(_ path: String) -> Bool {
        var isFolder: ObjCBool = false
        if path.hasSuffix("/") || FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue { return false }
        let parts = FilePath(path).name.split(separator: ".", omittingEmptySubsequences: false)
        guard let ending = parts.last, parts.count > 1, parts[0] != "" || parts.count > 2 else { return false }
        return (2...4).contains(ending.count) && ending.allSatisfy(\.isLetter)
    }

    /// A path for each picture.
    /// - Throws: `Failure`
    func paths(for figures: [PlotSession.Named]) throws -> [String] {
        if let output, let named = FigureFormat(path: output) {
            if let format, format != named { throw Failure.formatsDiffer(file: output, format: format.rawValue) }
            guard figures.count == 1 else { throw Failure.tooMany(count: figures.count, file: output) }
            return [output]
        }
        if let output, looksLikeFile(output) { throw Failure.unknownEnding(file: output) }
        let ending = "." + (format ?? .png).rawValue
        // Pictures of several runs may have one name; in one folder they need several.
        let names = output == nil ? figures.map { RunPictures.fileName($0.name) }
            : RunPictures.fileNames(figures.map { $0.isOfMany ? "\($0.run)-\($0.name)" : $0.name })
        return zip(figures, names).map { figure, name in (output ?? figure.folder) + "/" + name + ending }
    }
}

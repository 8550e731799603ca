import Fields
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
    }

    /// A path for each picture.
    /// - Throws: `Failure`
    func paths(for figures: [PlotSession.Named]) throws -> [String] {
        if let output, let named = FigureFormat(path: output) {
            if let format, format != named { throw Failure.formatsDiffer(file: output, format: format.rawValue) }
            guard figures.count == 1 else { throw Failure.tooMany(count: figures.count, file: output) }
            return [output]
        }
        let ending = "." + (format ?? .png).rawValue
        // Pictures of several runs may have one name; in one folder they need several.
        let names = output == nil ? figures.map { RunPictures.fileName($0.name) }
            : RunPictures.fileNames(figures.map { $0.isOfMany ? "\($0.run)-\($0.name)" : $0.name })
        return zip(figures, names).map { figure, name in (output ?? figure.folder) + "/" + name + ending }
    }
}

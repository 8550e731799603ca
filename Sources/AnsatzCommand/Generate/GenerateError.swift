/// Why a data set is not generated.
enum GenerateError: Error, Equatable {
    /// The file has no `dataset` section.
    case noDataset
    /// The data file is there.
    case exists(path: String)
    /// A partial folder is there, and neither `--resume` nor `--force` was given.
    case unfinished(path: String)
    /// Asked for a data set of which only the samples solved so far are there.
    case notYet(file: String, partial: String)
    /// There is nothing to go on with.
    case nothingToResume(path: String)
    /// The journal belongs to another recipe; lines that differ.
    case otherRecipe(path: String, changed: [String])
    /// Several processes use different numbers of shards.
    case otherShards(path: String, found: String)

    /// One sentence for people.
    var sentence: String {
        switch self {
        case .noDataset: "the file has no 'dataset' section, which says what to generate"
        case .exists(let path): "'\(path)' exists; give --force to replace it, or another -o"
        case .unfinished(let path): "'\(path)' holds an unfinished data set; give --resume to go on or --force to begin anew"
        case .notYet(let file, let partial):
            "'\(file)' is not complete: '\(partial)' holds the samples solved so far; ansatz generate … -o \(file) --resume goes on"
        case .nothingToResume(let path): "there is no unfinished data set at '\(path)'"
        case .otherRecipe(let path, let changed):
            "'\(path)' was begun for another recipe" + (changed.isEmpty ? "" : ": " + changed.joined(separator: "; "))
        case .otherShards(let path, let found): "'\(path)' holds '\(found)', which is of another number of shards"
        }
    }

    var status: ExitStatus {
        switch self {
        case .noDataset: .rejected
        case .exists, .unfinished: .cannotCreate
        case .notYet, .nothingToResume, .otherRecipe, .otherShards: .inputMissing
        }
    }
}

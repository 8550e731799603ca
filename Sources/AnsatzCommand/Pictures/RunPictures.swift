import Ansatz
import FieldFiles
import Foundation
import Plots
import Synchronization

/// The pictures of a run, drawn side by side by several threads.
struct RunPictures: Sendable {
    let title: String
    let threads: Int

    /// A picture and the name of its file without ending.
    struct Picture: Sendable {
        var name: String
        var figure: Figure
        var bytes: [UInt8]
    }

    /// All pictures that suit a series, and the history where enough was reported.
    /// - Parameter format: how a figure is written.
    /// - Throws: `PlotError`, the first in the order of the pictures.
    func draw(
        _ series: FieldSeries, history: ConvergenceHistory?, format: @Sendable (Figure) -> FigureFormat = { _ in .png }
    ) throws -> [Picture] {
        let automatic = AutomaticFigures(of: series, title: title)
        let hasHistory = (history?.entries.count ?? 0) > 2
        let count = automatic.requests.count + (hasHistory ? 1 : 0)
        let results = Mutex<[Int: Result<Picture, PlotError>]>([:])
        ThreadPool(threads: min(threads, count)).forEach(count) { index in
            let result = Result<Picture, PlotError> { () throws(PlotError) in
                guard index < automatic.requests.count else {
                    let figure = try (history ?? ConvergenceHistory([])).figure(title: title)
                    return Picture(name: "history", figure: figure, bytes: try figure.encoded(as: format(figure)))
                }
                let request = automatic.requests[index]
                let figure = try automatic.figure(request)
                return Picture(name: request.name, figure: figure, bytes: try figure.encoded(as: format(figure)))
            }
            results.withLock { $0[index] = result }
        }
        let drawn = results.withLock { $0 }
        return try (0..<count).compactMap { try drawn[$0]?.get() }
    }

    /// The name of a file for a field: runs of signs that shells stumble over become `_`.
    static func fileName(_ name: String) -> String {
        let words = name.split { !($0.isLetter || $0.isNumber || "_-.".contains($0)) }
        let joined = words.joined(separator: "_")
        return joined.isEmpty || joined.hasPrefix(".") ? "field" + joined : joined
    }

    /// File names that no two share.
    static func fileNames(_ names: [String]) -> [String] {
        var used = Set<String>()
        return names.map { name in
            let base = fileName(name)
            var candidate = base, number = 2
            while !used.insert(candidate).inserted {
                candidate = "\(base)_\(number)"
                number += 1
            }
            return candidate
        }
    }
}

extension RunFolder {
    /// Writes the pictures of a run that has just been solved into `plots/`.
    /// - Returns: paths relative to the folder.
    /// - Throws: `PlotError`, `FieldFileError`, `RunFolderError`
    func writePictures(_ series: FieldSeries, title: String, threads: Int) throws -> [String] {
        let lines = (try? String(contentsOfFile: metrics, encoding: .utf8)) ?? ""
        let pictures = try RunPictures(title: title, threads: threads).draw(series, history: ConvergenceHistory(lines: lines))
        guard !pictures.isEmpty else { return [] }
        try AtomicWriting.createFolder(path + "/plots")
        return try zip(pictures, RunPictures.fileNames(pictures.map(\.name))).map { picture, name in
            let file = "plots/\(name).png"
            // Not flushed to the disk: what is lost with the machine can be drawn again.
            try Self.translating(path + "/" + file) {
                try Data(picture.bytes).write(to: URL(fileURLWithPath: path + "/" + file), options: .atomic)
            }
            return file
        }
    }
}

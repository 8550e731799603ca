import Fields
import Foundation
import Plots

/// Finds the figures that `ansatz plot` is asked for.
struct PlotSession {
    let runs: [RunContents]
    let pictures: PictureOptions
    /// Whether several runs share a picture.
    let joins: Bool
    let isForTerminal: Bool

    /// A figure with the name of its file, without ending.
    struct Named {
        var name: String
        var figure: Figure
        /// Where it goes if nothing else is said.
        var folder: String
        /// Name of the run, which tells it from others in one folder.
        var run: String
        var isOfMany: Bool
    }

    /// - Throws: `PlotError`, `RunReader.Failure`, `FieldFileError`
    func figures() throws -> [Named] {
        if pictures.history { return try histories() }
        if joins { return try comparisons() }
        return try runs.flatMap { run in
            try single(run, run.series()).map { named(run, $0.name, $0.figure) }
        }
    }

    private func named(_ run: RunContents, _ name: String, _ figure: Figure) -> Named {
        let folder = run.isFolder ? run.path + "/plots" : (FilePath(run.path).folder.isEmpty ? "." : FilePath(run.path).folder)
        let stem = run.isFolder ? "" : String(FilePath(run.path).name.prefix { $0 != "." }) + "-"
        return Named(name: stem + name, figure: figure, folder: folder, run: FilePath(run.path).name, isOfMany: runs.count > 1)
    }

    private func histories() throws -> [Named] {
        let labels = RunContents.distinctLabels(runs)
        let figures = try zip(runs, labels).map { run, label -> Figure in
            guard run.history.entries.count > 1 else { throw RunReader.Failure.noHistory(run.path) }
            var figure = try run.history.figure(title: run.title, size: pictures.size)
            if joins, !figure.panels.isEmpty { figure.panels[0].title = label }
            return figure
        }
        guard joins else { return zip(runs, figures).map { named($0, "history", $1) } }
        let rows = figures.map(\.panels.count).max() ?? 1
        // Rows of the same kind of panel, a column for each run.
        let panels = (0..<rows).flatMap { row in figures.compactMap { row < $0.panels.count ? $0.panels[row] : nil } }
        let size = pictures.size ?? FigureSize(width: 420 * Double(runs.count), height: rows == 1 ? 360 : 560)
        return [named(runs[0], "compare-history", Figure(title: runs[0].title, panels: panels, columns: runs.count, size: size))]
    }

    /// The pictures of one run: all that suit it, or those asked for.
    private func single(_ run: RunContents, _ series: FieldSeries) throws -> [(name: String, figure: Figure)] {
        if pictures.isPlain, !isForTerminal {
            let automatic = AutomaticFigures(of: series, title: run.title)
            guard !automatic.requests.isEmpty else { throw PlotError.nothingToShow }
            return try automatic.requests.map { ($0.name, try automatic.figure($0)) }
        }
        let (series, names) = fields(of: series)
        return try suitable(names) { name in
            (name + pictures.suffix, try FieldFigure.make(name, of: series, options: pictures.options(title: run.title)))
        }
    }

    /// The fields asked for; else all, joined into one where there is no space.
    private func fields(of series: FieldSeries) -> (FieldSeries, [String]) {
        if !pictures.field.isEmpty { return (series, pictures.field) }
        if series.dimension > 0 { return (series, series.mainFieldNames) }
        let joined = series.joined()
        return (joined, joined.mainFieldNames)
    }

    /// Figures of fields that nobody named are left out where the kind does not suit them, unless that leaves none.
    private func suitable<Item>(_ names: [String], _ make: (String) throws -> Item) throws -> [Item] {
        var items: [Item] = []
        var refusal: (any Error)?
        for name in names {
            do {
                items.append(try make(name))
            } catch let error as PlotError {
                guard case .unsuitable = error, pictures.field.isEmpty else { throw error }
                refusal = refusal ?? error
            }
        }
        if items.isEmpty { throw refusal ?? PlotError.nothingToShow }
        return items
    }

    /// One picture a field that all runs have.
    private func comparisons() throws -> [Named] {
        var all = try runs.map { try $0.series() }
        for (index, label) in RunContents.distinctLabels(runs).enumerated() { all[index].label = label }
        if all[0].dimension == 0, pictures.field.isEmpty { all = all.map { $0.joined() } }
        let names = pictures.field.isEmpty
            ? all[0].mainFieldNames.filter { name in all.allSatisfy { $0.fieldNames.contains(name) } } : pictures.field
        guard !names.isEmpty else { throw PlotError.notComparable(reason: "the runs have no field in common") }
        return try suitable(names) { name in
            let figure = try FieldFigure.make(name, of: all, options: pictures.options(title: runs[0].title))
            return named(runs[0], "compare-\(name)\(pictures.suffix)", figure)
        }
    }
}

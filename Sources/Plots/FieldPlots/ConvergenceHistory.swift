import Foundation

/// The quantities that a run reported while it went on.
public struct ConvergenceHistory: Sendable, Hashable {
    /// One report.
    public struct Entry: Sendable, Hashable {
        public var step: Double
        /// Time of the problem, nil for steady ones.
        public var time: Double?
        public var phase: String
        public var quantities: [String: Double]

        public init(step: Double, time: Double?, phase: String, quantities: [String: Double]) {
            self.step = step
            self.time = time
            self.phase = phase
            self.quantities = quantities
        }
    }

    public var entries: [Entry]

    public init(_ entries: [Entry]) { self.entries = entries }

    /// Reads the lines of a run's `metrics.jsonl`; lines that a stopped process left unfinished are passed over.
    public init(lines text: String) {
        entries = text.split(separator: "\n").compactMap { line in
            guard let object = try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any],
                let step = (object["step"] as? NSNumber)?.doubleValue
            else { return nil }
            let residuals = object["residuals"] as? [String: Any] ?? [:]
            return Entry(
                step: step, time: (object["time"] as? NSNumber)?.doubleValue, phase: object["phase"] as? String ?? "",
                quantities: residuals.compactMapValues { ($0 as? NSNumber)?.doubleValue })
        }
    }

    /// Names of all quantities: in alphabetical order, as objects in files have none.
    public var names: [String] { Set(entries.flatMap(\.quantities.keys)).sorted() }

    /// Whether every value of a quantity is a whole number, and not all are zero: a count, not a residual.
    private func isCount(_ name: String) -> Bool {
        let values = entries.compactMap { $0.quantities[name] }
        return values.allSatisfy { $0 >= 0 && $0 == $0.rounded() } && values.contains { $0 >= 1 }
    }

    /// Whether a count is more than a yes or no, and not the same throughout.
    private func tells(_ name: String) -> Bool {
        let values = Set(entries.compactMap { $0.quantities[name] })
        return values.count > 1 && values.contains { $0 > 1 }
    }

    /// Whether a quantity can be seen on a logarithmic scale.
    private func isPositive(_ name: String) -> Bool {
        entries.contains { entry in entry.quantities[name].map { $0 > 0 && $0.isFinite } ?? false }
    }

    /// Residuals on a logarithmic scale over steps, or over time for evolutions; below them a panel for each count that changes,
    /// such as unknowns: counts of several kinds share no scale.
    /// - Throws: `PlotError.nothingToShow` for fewer than two reports.
    public func figure(title: String = "", size: FigureSize? = nil) throws(PlotError) -> Figure {
        guard entries.count > 1 else { throw .nothingToShow }
        let counts = names.filter(isCount), residuals = names.filter { !isCount($0) && isPositive($0) }
        var panels: [Panel] = []
        if !residuals.isEmpty { panels.append(panel(residuals, "residual", isLogarithmic: true)) }
        let shown = panels.isEmpty ? counts : counts.filter(tells)
        panels += shown.map { panel([$0], $0, isLogarithmic: false) }
        guard !panels.isEmpty else { throw .nothingToShow }
        let height = panels.count == 1 ? 380 : 200 + 180 * Double(panels.count)
        return Figure(title: title, panels: panels, size: size ?? FigureSize(width: 600, height: height))
    }

    /// Runs that start anew on finer grids go through time several times: only steps tell them apart.
    private var isOverTime: Bool {
        let times = entries.compactMap(\.time)
        return times.count == entries.count && zip(times, times.dropFirst()).allSatisfy(<=)
    }

    private func panel(_ names: [String], _ label: String, isLogarithmic: Bool) -> Panel {
        let curves = names.enumerated().map { order, name in
            Curve(
                points(name, isLogarithmic), label: names.count == 1 && !isLogarithmic ? "" : name, color: PlotColor.series[order % PlotColor.series.count],
                stroke: order < PlotColor.series.count ? .solid : .dashed, hasMarkers: entries.count < 60)
        }
        return Panel(
            horizontal: PlotAxis(isOverTime ? "t" : "step", isCount: !isOverTime),
            vertical: PlotAxis(label, isLogarithmic: isLogarithmic, isCount: !isLogarithmic),
            layers: curves.map(Layer.curve))
    }

    /// The values of a quantity, with a gap where a new phase begins or time goes back. Zeros, which have no logarithm, are
    /// gaps too on a logarithmic axis.
    private func points(_ name: String, _ isLogarithmic: Bool) -> [PlotPoint] {
        var result: [PlotPoint] = []
        var before: Entry?
        for entry in entries {
            let x = isOverTime ? entry.time ?? 0 : entry.step
            if let before, before.phase != entry.phase || x < (isOverTime ? before.time ?? 0 : before.step) {
                result.append(PlotPoint(.nan, .nan))
            }
            before = entry
            let value = entry.quantities[name] ?? .nan
            result.append(PlotPoint(x, value > 0 || !isLogarithmic ? value : .nan))
        }
        return result
    }
}

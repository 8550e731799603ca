import Problems
import Solving

/// A table of named quantities a line a report, with a header every 25 rows and the trend of each quantity.
struct ResidualTable {
    private var rows = 0
    private var previous: [String: Double] = [:]
    private var columns: [String] = []

    init() {}

    /// The text for one report, with a header line before it where one is due.
    mutating func lines(for report: StepReport) -> [String] {
        let names = report.quantities.map(\.name)
        var lines: [String] = []
        if rows % 25 == 0 || names != columns {
            columns = names
            lines.append(Self.row(["step", "time"] + names))
        }
        rows += 1
        let values = report.quantities.map { quantity in
            defer { previous[quantity.name] = quantity.value }
            return NumberText.scientific(quantity.value) + " " + Self.trend(previous[quantity.name], quantity.value)
        }
        lines.append(Self.row(["\(report.step)", report.time.map(NumberText.scientific) ?? "-"] + values))
        return lines
    }

    private static func trend(_ before: Double?, _ now: Double) -> String {
        guard let before, before.isFinite, now.isFinite else { return " " }
        return now < before * 0.98 ? "↓" : now > before * 1.02 ? "↑" : "→"
    }

    private static func row(_ cells: [String]) -> String {
        cells.map { cell in String(repeating: " ", count: max(0, 14 - cell.count)) + cell }.joined(separator: " ")
    }
}

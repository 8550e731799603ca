import Problems

/// A table of several methods on one problem, best error first.
struct Leaderboard {
    let reports: [SolveReport]

    init(_ reports: [SolveReport]) {
        self.reports = reports.sorted { Self.error($0) < Self.error($1) }
    }

    private static func error(_ report: SolveReport) -> Double {
        let errors = report.verdicts.map { $0.relativeL2 ?? .infinity }
        return errors.max() ?? .infinity
    }

    /// Method, outcome, largest relative error of any unknown, wall time.
    var text: String {
        var rows = [["method", "outcome", "relative L2", "largest", "time"]]
        for report in reports {
            let largest = report.verdicts.compactMap(\.maximumError).max()
            rows.append([
                report.method, report.outcome.rawValue, NumberText.scientific(Self.error(report)),
                NumberText.scientific(largest), NumberText.duration(report.timings.total),
            ])
        }
        let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            "  " + zip(row, widths).map { $0 + String(repeating: " ", count: $1 - $0.count) }.joined(separator: "  ")
        }.joined(separator: "\n") + "\n"
    }
}

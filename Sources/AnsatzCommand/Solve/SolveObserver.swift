import NumericsCore
import Solving

/// Listens to the run loop: progress line, residual table, metrics and checkpoints.
struct SolveObserver: RunObserver {
    private var progress: ProgressDisplay
    private var table: ResidualTable?
    private let terminal: Terminal
    private let metrics: MetricsLog
    private let checkpoints: CheckpointStore?
    private(set) var steps = 0
    private(set) var hasSaved = false

    init(label: String, terminal: Terminal, showsTable: Bool, metrics: MetricsLog, checkpoints: CheckpointStore?) {
        progress = ProgressDisplay(terminal: terminal, label: label)
        table = showsTable ? ResidualTable() : nil
        self.terminal = terminal
        self.metrics = metrics
        self.checkpoints = checkpoints
    }

    mutating func stepped(_ report: StepReport, elapsed: Duration) {
        steps = report.step
        // A metrics file that cannot be written shows at the end, when the results go to the same disk.
        try? metrics.write(report, elapsed: elapsed.seconds)
        if var table {
            progress.clear()
            for line in table.lines(for: report) { terminal.writeLine(line) }
            self.table = table
        } else {
            progress.show(report, elapsed: elapsed.seconds)
        }
    }

    mutating func save(_ checkpoint: Checkpoint, report: StepReport) throws {
        guard let checkpoints else { return }
        try checkpoints.save(checkpoint, step: report.step)
        hasSaved = true
    }

    mutating func finish(_ report: StepReport, elapsed: Double) {
        progress.clear()
        try? metrics.write(report, elapsed: elapsed, force: true)
    }
}

import Problems
import Solving

/// Turns step reports into one live line on a terminal, or into plain lines in a log.
///
/// On a terminal the line is redrawn at most ten times a second and cleared at the end. In a pipe a line appears at 1, 2, 5,
/// 10, 20 … percent and at least every 30 seconds, without control characters.
struct ProgressDisplay {
    private let terminal: Terminal
    private let label: String
    /// What the number of a report counts.
    private let noun: String
    private var lastDrawn: Double = -1
    private var lastLogged: Double = 0
    private var nextMilestone = 0
    private var hasLine = false

    private static let milestones: [Double] = [0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]

    init(terminal: Terminal, label: String, noun: String = "step") {
        self.terminal = terminal
        self.label = label
        self.noun = noun
    }

    /// Shows a report if it is time to.
    mutating func show(_ report: StepReport, elapsed: Double) {
        if terminal.isInteractive {
            guard elapsed - lastDrawn >= 0.1 else { return }
            lastDrawn = elapsed
            hasLine = true
            let text = Self.line(label: label, noun: noun, report, elapsed: elapsed)
            terminal.write("\r\u{1B}[K" + String(text.prefix(max(terminal.width - 1, 10))))
        } else if passesMilestone(report.fraction) || elapsed - lastLogged >= 30 {
            lastLogged = elapsed
            // Short runs need no progress in a log.
            if elapsed >= 2 { terminal.writeLine(Self.line(label: label, noun: noun, report, elapsed: elapsed)) }
        }
    }

    /// Removes the live line.
    mutating func clear() {
        if hasLine { terminal.write("\r\u{1B}[K") }
        hasLine = false
    }

    private mutating func passesMilestone(_ fraction: Double?) -> Bool {
        guard let fraction, nextMilestone < Self.milestones.count, fraction >= Self.milestones[nextMilestone] else { return false }
        while nextMilestone < Self.milestones.count, fraction >= Self.milestones[nextMilestone] { nextMilestone += 1 }
        return true
    }

    /// The text of a progress line: label, percent, elapsed and remaining wall time, time, step, phase, quantities; what a
    /// narrow terminal cuts off is what matters least.
    static func line(label: String, noun: String = "step", _ report: StepReport, elapsed: Double) -> String {
        var parts = [label]
        if let fraction = report.fraction { parts.append("\(Int(fraction * 100))%") }
        parts.append(NumberText.duration(elapsed))
        if let fraction = report.fraction, fraction > 0.005, fraction < 1 {
            parts.append("ETA \(NumberText.duration(elapsed * (1 - fraction) / fraction))")
        }
        if let time = report.time { parts.append("t = \(NumberText.scientific(time))") }
        parts.append("\(noun) \(report.step)")
        if !report.phase.isEmpty { parts.append(report.phase) }
        parts += report.quantities.prefix(3).map { "\($0.name) \(NumberText.scientific($0.value))" }
        return parts.joined(separator: "  ")
    }
}

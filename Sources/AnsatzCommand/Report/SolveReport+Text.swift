import Foundation
import Problems
import Solving

extension SolveReport {
    /// The closing lines of a solve, for people.
    func text(on terminal: Terminal) -> String {
        var lines = [headline(on: terminal)]
        let width = verdicts.map(\.field.count).max() ?? 0
        for verdict in verdicts {
            let name = verdict.field + String(repeating: " ", count: width - verdict.field.count)
            if let error = verdict.relativeL2 {
                let largest = NumberText.scientific(verdict.maximumError)
                lines.append("  \(name)  relative L2 error \(NumberText.scientific(error)), largest \(largest)")
                lines.append("  \(String(repeating: " ", count: width))  against \(verdict.against.words)" + referenceNote(verdict) + timesNote(verdict))
                if let own = verdict.estimate {
                    let figure = NumberText.scientific(own.relativeL2)
                    lines.append("  \(String(repeating: " ", count: width))  own estimate \(figure): \(own.basis)")
                }
                if let calibration = verdict.calibration {
                    lines.append("  \(String(repeating: " ", count: width))  \(Self.words(calibration))")
                }
            } else {
                lines.append("  \(name)  no error figure: \(verdict.against.words)")
            }
        }
        lines += parameters.map { "  " + parameterLine($0) }
        if let expectation { lines.append("  " + expectationLine(expectation, on: terminal)) }
        lines += notes.map { "  note: \($0)" }
        lines.append("  files: \(folder)/" + (files.first { $0.hasSuffix(".pvd") } ?? "result.json"))
        let pictures = files.filter { $0.hasPrefix("plots/") }
        if let first = pictures.first {
            lines.append("  plots: \(folder)/\(first)" + (pictures.count > 1 ? " and \(pictures.count - 1) more" : ""))
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func words(_ calibration: Calibration) -> String {
        let coverage = String(format: "%.1f", 100 * calibration.coverage)
        let ratio = String(format: "%.3g", calibration.medianRatio), square = String(format: "%.3g", calibration.meanSquare)
        return "the 95 % band covers \(coverage) % of the points; median of std/|error| \(ratio), mean of (error/std)^2 \(square)"
    }

    private func headline(on terminal: Terminal) -> String {
        let verb: String =
            switch outcome {
            case .converged: terminal.styled("solved", .green)
            case .notConverged: terminal.styled("not converged", .yellow)
            case .diverged: terminal.styled("diverged", .red)
            case .interrupted: terminal.styled("interrupted", .yellow)
            case .timeLimit: terminal.styled("stopped at the time limit", .yellow)
            }
        var times = "set-up \(NumberText.duration(timings.setup)), solve \(NumberText.duration(timings.solve))"
        if timings.reference > 0 { times += ", reference \(NumberText.duration(timings.reference))" }
        return "\(problem): \(verb) by \(method) in \(NumberText.duration(timings.total)) (\(times))"
    }

    /// Errors of evolutions are of all output times together.
    private func timesNote(_ verdict: FieldVerdict) -> String {
        if case .ownEstimate = verdict.against { return "" }
        return timeCount > 1 ? ", over all \(timeCount) output times" : ""
    }

    private func referenceNote(_ verdict: FieldVerdict) -> String {
        guard let error = verdict.referenceError, error > 0 else { return "" }
        // Two methods that make the same errors can differ by less than either is wrong.
        let isSmaller = verdict.relativeL2.map { $0 < error } ?? false
        return " (itself good to \(NumberText.scientific(error))\(isSmaller ? ": the error may be as large" : ""))"
    }

    /// `nu  3.195e-03 ± 1.7e-05, true 3.183e-03: off by 0.39 %`.
    private func parameterLine(_ estimate: ParameterEstimate) -> String {
        let deviation = estimate.deviation.map { String(format: " ± %.1e", $0) } ?? ", deviation unknown"
        var line = estimate.name + String(format: "  %.6g", estimate.value) + deviation
        if let exact = estimate.exact, let error = estimate.relativeError {
            line += String(format: ", true %.6g: ", exact) + (exact == 0 ? "" : String(format: "off by %.2g %%", 100 * error))
            if let deviation = estimate.deviation, deviation > 0 {
                line += (exact == 0 ? "off by" : ",") + String(format: " %.1f standard deviations", abs(estimate.value - exact) / deviation)
            }
        }
        return line
    }

    private func expectationLine(_ expectation: ExpectationResult, on terminal: Terminal) -> String {
        var asked: [String] = []
        if let bound = expectation.relativeL2 { asked.append("relative L2 <= \(NumberText.scientific(bound))") }
        if let bound = expectation.maximumError { asked.append("largest <= \(NumberText.scientific(bound))") }
        if let bound = expectation.parameterError { asked.append("parameters <= \(NumberText.scientific(bound))") }
        let verdict = expectation.isMet ? terminal.styled("met", .green) : terminal.styled("missed", .red)
        return "expected \(asked.joined(separator: ", ")): \(verdict)"
    }
}

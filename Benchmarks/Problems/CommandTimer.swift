import Foundation

/// Wall times of whole runs of the built command.
enum CommandTimer {
    /// One warm-up, then `runs` timed runs, in seconds.
    static func times(_ arguments: [String], runs: Int) throws -> [Double] {
        let program = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
            .deletingLastPathComponent().appendingPathComponent("ansatz")
        var times: [Double] = []
        for _ in 0...runs {
            let process = Process()
            process.executableURL = program
            process.arguments = arguments
            process.standardOutput = FileHandle.nullDevice
            process.standardError = FileHandle.nullDevice
            let start = ContinuousClock().now
            try process.run()
            process.waitUntilExit()
            let (seconds, atto) = start.duration(to: ContinuousClock().now).components
            times.append(Double(seconds) + Double(atto) * 1e-18)
            // A missed expectation (1) is still a measured run.
            guard process.terminationStatus <= 1 else {
                throw BenchmarkError.failed(status: process.terminationStatus, command: arguments.joined(separator: " "))
            }
        }
        return Array(times.dropFirst())
    }
}

enum Statistics {
    static func median(_ values: [Double]) -> Double {
        let sorted = values.sorted()
        return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
    }
}

enum Format {
    static func scientific(_ value: Double) -> String { String(format: "%.1e", value) }
    static func milliseconds(_ seconds: Double) -> String { String(format: "%.0f ms", seconds * 1000) }
}

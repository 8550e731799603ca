import Foundation

/// Wall times of whole runs of the built command.
enum CommandTimer {
    /// One warm-up, then `runs` timed runs, in seconds.
    ///
    /// Started and awaited by the system's own calls: Foundation's `Process` looks for the end of a child through a run loop, which
    /// adds tens of milliseconds.
    static func times(_ arguments: [String], runs: Int) throws -> [Double] {
        let program = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
            .deletingLastPathComponent().appendingPathComponent("ansatz").path
        var times: [Double] = []
        for _ in 0...runs {
            let start = ContinuousClock().now
            let status = run(program, arguments)
            let (seconds, atto) = start.duration(to: ContinuousClock().now).components
            times.append(Double(seconds) + Double(atto) * 1e-18)
            // A missed expectation (1) is still a measured run.
            guard status <= 1 else { throw BenchmarkError.failed(status: status, command: arguments.joined(separator: " ")) }
        }
        return Array(times.dropFirst())
    }

    /// The exit status; 255 when the program could not be started or was killed.
    private static func run(_ program: String, _ arguments: [String]) -> Int32 {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for descriptor: Int32 in [1, 2] {
            posix_spawn_file_actions_addopen(&actions, descriptor, "/dev/null", O_WRONLY, 0)
        }
        let words = ([program] + arguments).map { strdup($0) } + [nil]
        defer { words.forEach { free($0) } }
        var child = pid_t()
        guard posix_spawn(&child, program, &actions, nil, words, environ) == 0 else { return 255 }
        var status: Int32 = 0
        while waitpid(child, &status, 0) < 0 && errno == EINTR {}
        return status & 0x7f == 0 ? (status >> 8) & 0xff : 255
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

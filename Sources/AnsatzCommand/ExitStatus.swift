import ArgumentParser

/// The documented exit codes of the command.
enum ExitStatus: Int32 {
    /// Converged, or the end time was reached.
    case success = 0
    /// `compare` outside its tolerance, a missed `expect:`, or an unexpected internal error.
    case outsideTolerance = 1
    /// Finished and written, but not converged within the limits.
    case notConverged = 2
    /// NaN, infinity or blow-up; the last good state is kept.
    case diverged = 3
    /// Wrong command line.
    case usage = 64
    /// The problem file was rejected.
    case rejected = 65
    /// An input is missing or unreadable.
    case inputMissing = 66
    /// A method or back end is not in this build.
    case unavailable = 69
    /// The output folder cannot be made or is not empty.
    case cannotCreate = 73
    /// Reading or writing failed half-way.
    case inputOutput = 74
    /// Stopped by `--max-time`; can be resumed.
    case timeLimit = 75
    /// Ctrl-C, after saving.
    case interrupted = 130
    /// SIGTERM, after saving.
    case terminated = 143

    var code: ExitCode { ExitCode(rawValue) }

    /// The worse of two, for commands that run several solves: a higher-numbered failure wins over a lower one.
    func worse(_ other: ExitStatus) -> ExitStatus { rawValue >= other.rawValue ? self : other }
}

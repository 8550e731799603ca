import NumericsCore

/// What the run loop tells the world; the command's progress line, log and checkpoint store listen here.
public protocol RunObserver {
    /// After every step.
    mutating func stepped(_ report: StepReport, elapsed: Duration)
    /// When a checkpoint is due. Errors stop the run.
    mutating func save(_ checkpoint: Checkpoint, report: StepReport) throws
}

/// An observer that ignores everything: for library use and tests.
public struct SilentObserver: RunObserver {
    public init() {}
    public mutating func stepped(_ report: StepReport, elapsed: Duration) {}
    public mutating func save(_ checkpoint: Checkpoint, report: StepReport) throws {}
}

/// When a run saves and when it has to end.
public struct RunSchedule: Sendable {
    /// Wall time between checkpoints; nil writes none but the last.
    public var checkpointInterval: Duration?
    /// Wall time after which the run stops, leaving time to save.
    public var timeLimit: Duration?

    public init(checkpointInterval: Duration? = .seconds(60), timeLimit: Duration? = nil) {
        self.checkpointInterval = checkpointInterval
        self.timeLimit = timeLimit
    }
}

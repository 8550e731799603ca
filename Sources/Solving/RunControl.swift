import Synchronization

/// Requests to a running loop from outside: signal handlers, other threads, embedding programs.
public final class RunControl: Sendable {
    /// Why a run should stop.
    public enum StopReason: UInt8, Sendable {
        case interrupt = 1
        case terminate = 2
    }

    private let stop = Atomic<UInt8>(0)
    private let checkpoint = Atomic<Bool>(false)

    public init() {}

    /// Asks the loop to stop after the step under way. Safe to call from a signal handler.
    public func requestStop(_ reason: StopReason) {
        stop.store(reason.rawValue, ordering: .relaxed)
    }

    /// Asks the loop to write a checkpoint after the step under way and go on.
    public func requestCheckpoint() {
        checkpoint.store(true, ordering: .relaxed)
    }

    /// The request to stop, if there is one.
    public var stopReason: StopReason? { StopReason(rawValue: stop.load(ordering: .relaxed)) }

    /// Takes a pending request for a checkpoint.
    func takeCheckpointRequest() -> Bool {
        checkpoint.exchange(false, ordering: .relaxed)
    }
}

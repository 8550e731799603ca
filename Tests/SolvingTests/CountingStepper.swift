import Fields
import NumericsCore
import Problems
import Solving

/// A stepper that counts to a limit: enough to prove the loop.
final class CountingStepper: SolutionStepper {
    private(set) var count = 0
    let limit: Int
    let onStep: (Int) throws -> Void

    init(limit: Int, onStep: @escaping (Int) throws -> Void = { _ in }) {
        self.limit = limit
        self.onStep = onStep
    }

    func step() throws -> StepStatus {
        count += 1
        try onStep(count)
        return count >= limit ? .finished(.converged) : .running
    }

    var report: StepReport {
        StepReport(
            step: count, fraction: Double(count) / Double(limit), time: nil, quantities: [("distance", Double(limit - count))],
            phase: "counting")
    }

    func checkpoint() -> Checkpoint { Checkpoint(integers: ["count": count]) }

    func restore(_ checkpoint: Checkpoint) throws {
        guard let count = checkpoint.integers["count"] else { throw SolverError.checkpointMismatch("no count") }
        self.count = count
    }

    func solution() throws -> Solution {
        Solution(method: "count", outcome: .converged, snapshots: [], evaluator: NoEvaluator(), estimates: [:])
    }
}

struct NoEvaluator: SolutionEvaluator {
    func evaluate(_ jets: [JetRequest], at points: Tensor<Double>, snapshot: Int) throws -> Tensor<Double> {
        Tensor(shape: [jets.count, points.shape[0]], repeating: 0)
    }
}

/// Keeps what the loop says.
struct RecordingObserver: RunObserver {
    var steps: [Int] = []
    var saves: [Checkpoint] = []

    mutating func stepped(_ report: StepReport, elapsed: Duration) { steps.append(report.step) }
    mutating func save(_ checkpoint: Checkpoint, report: StepReport) throws { saves.append(checkpoint) }
}

/// A clock that moves by a fixed amount each time it is read.
final class TickingClock: Clock, @unchecked Sendable {
    struct Instant: InstantProtocol {
        var offset: Duration
        func advanced(by duration: Duration) -> Instant { Instant(offset: offset + duration) }
        func duration(to other: Instant) -> Duration { other.offset - offset }
        static func < (left: Instant, right: Instant) -> Bool { left.offset < right.offset }
    }

    private var reading = Duration.zero
    private let tick: Duration

    init(tick: Duration) { self.tick = tick }

    var now: Instant {
        reading += tick
        return Instant(offset: reading)
    }

    var minimumResolution: Duration { tick }
    func sleep(until deadline: Instant, tolerance: Duration?) async throws {}
}

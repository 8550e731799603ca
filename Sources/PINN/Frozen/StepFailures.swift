import Synchronization

/// Keeps the errors of runs that advance side by side; the one with the lowest index is reported, whichever came first.
final class StepFailures: Sendable {
    private let errors: Mutex<[(any Error)?]>

    init(count: Int) {
        errors = Mutex(Array(repeating: nil, count: count))
    }

    func store(_ error: any Error, at index: Int) {
        errors.withLock { $0[index] = error }
    }

    var first: (any Error)? { errors.withLock { $0.compactMap { $0 }.first } }
}

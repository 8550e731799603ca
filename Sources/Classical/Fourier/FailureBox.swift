import Foundation

/// Keeps the errors of tasks that run side by side; the one with the lowest index is reported, whichever came first.
final class FailureBox: @unchecked Sendable {
    private let lock = NSLock()
    private var errors: [(any Error)?]

    init(count: Int) {
        errors = Array(repeating: nil, count: count)
    }

    func store(_ error: any Error, at index: Int) {
        lock.withLock { errors[index] = error }
    }

    var first: (any Error)? { lock.withLock { errors.compactMap { $0 }.first } }
}

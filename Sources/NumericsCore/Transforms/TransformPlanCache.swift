import CFFTW
import Foundation

/// All plans of the process, by layout. FFTW's planner is not thread-safe, so everything that plans goes through one lock.
final class TransformPlanCache: @unchecked Sendable {
    static let shared = TransformPlanCache()

    // Recursive, because a plan that falls out of use is destroyed wherever its last reference dies.
    private let lock = NSRecursiveLock()
    private var plans: [TransformLayout: TransformPlan] = [:]

    func plan(_ layout: TransformLayout) -> TransformPlan {
        lock.lock()
        defer { lock.unlock() }
        if let plan = plans[layout] { return plan }
        let plan = TransformPlan(layout)
        plans[layout] = plan
        return plan
    }

    func destroy(_ plan: fftw_plan) {
        lock.lock()
        fftw_destroy_plan(plan)
        lock.unlock()
    }

    /// Forgets all plans; transforms in use keep theirs.
    func removeAll() {
        lock.lock()
        plans.removeAll()
        lock.unlock()
    }

    func withPlanner<Result>(_ body: () -> Result) -> Result {
        lock.lock()
        defer { lock.unlock() }
        return body()
    }
}

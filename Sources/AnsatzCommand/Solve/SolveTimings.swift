/// Wall times of one solve, in seconds.
struct SolveTimings: Sendable {
    /// Reading, checking and building matrices and plans.
    var setup = 0.0
    /// Stepping.
    var solve = 0.0
    /// Solving the reference; 0 when it came from a formula, a file or the cache.
    var reference = 0.0
    /// Everything, files included.
    var total = 0.0

    var json: JSONValue {
        ["setup": .number(setup), "solve": .number(solve), "reference": .number(reference), "total": .number(total)]
    }
}

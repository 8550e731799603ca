import Expressions
import NumericsCore
import Problems

/// Fits of all windows of time, in order; a single one for steady problems.
struct FeatureAnswer: Sendable {
    var choice: FeatureChoice
    var pieces: [FeatureFit]

    /// The largest held-out residual of any window.
    var heldOut: Double { pieces.map(\.heldOut).max() ?? .infinity }

    /// Values of jets at points [coordinate][point], all at one time if there is a time -> [jet][point].
    func values(_ jets: [Jet], at points: Tensor<Double>, time: Double?, pool: ThreadPool? = nil) -> Tensor<Double> {
        guard let time, let index = pieces[0].space.problem.timeIndex else { return pieces[0].values(jets, at: points, pool: pool) }
        let piece = pieces.first { time <= $0.space.problem.coordinates[index].upper } ?? pieces[pieces.count - 1]
        return piece.values(jets, at: points, pool: pool)
    }
}

extension FeatureSystem {
    /// Solves window after window.
    /// - Parameters:
    ///   - first: the first window, if it is solved already.
    ///   - start: an answer in as many windows that Newton's method starts from.
    ///   - measure: what held-out residuals are measured by.
    /// - Throws: `SolverError.notFinite` where a residual has no finite value.
    func march(
        _ choice: FeatureChoice, first: FeatureFit? = nil, from start: FeatureAnswer? = nil, measure: HeldOutMeasure
    ) throws -> FeatureAnswer {
        var pieces: [FeatureFit] = []
        var reusable: Solved?
        for index in 0..<choice.windows {
            let part = try window(index, of: choice.windows)
            let previous = pieces.last
            var fit: FeatureFit
            if index == 0, let first {
                fit = first
            } else {
                let solved = try part.solve(choice, previous: previous, from: start?.pieces[index], reusing: reusable)
                if isAutonomous { reusable = solved }
                fit = solved.fit
            }
            fit.heldOut = part.heldOutResidual(fit, measure, previous: previous)
            if !fit.heldOut.isFinite, let error = part.undefinedResidual(fit) { throw error }
            pieces.append(fit)
        }
        return FeatureAnswer(choice: choice, pieces: pieces)
    }
}

import Foundation
import NumericsCore

/// How far a training is on its way to the tolerance, from how fast the held-out residual has been falling lately.
///
/// The decimal logarithm of the residual falls about linearly over a few hundred steps of a least-squares method; the line
/// through the latest looks says when it will meet the tolerance, if the trend holds.
package struct TrainingTrend: Sendable {
    private var steps: [Double] = []
    private var logarithms: [Double] = []

    /// Looks that the trend is taken from.
    private static let window = 12

    package init() {}

    /// Restores the looks of a checkpoint, [2][look].
    package init(_ tensor: Tensor<Double>) {
        let count = tensor.count / 2
        steps = (0..<count).map { tensor[$0] }
        logarithms = (0..<count).map { tensor[count + $0] }
    }

    /// All looks, [2][look]: steps, then logarithms.
    package var tensor: Tensor<Double> { Tensor(shape: [2 * steps.count], elements: steps + logarithms) }

    package mutating func look(step: Int, residual: Double) {
        guard residual > 0, residual.isFinite, steps.last != Double(step) else { return }
        steps.append(Double(step))
        logarithms.append(log10(residual))
        if steps.count > Self.window {
            steps.removeFirst()
            logarithms.removeFirst()
        }
    }

    /// The share of the steps that is done: of those the trend asks for, or of those allowed if that is sooner.
    package func fraction(step: Int, allowed: Int, tolerance: Double) -> Double {
        let left = min(remaining(to: log10(tolerance)) ?? .infinity, Double(allowed - step))
        return Double(step) / max(Double(step) + max(left, 0), 1)
    }

    /// Steps until the line reaches a logarithm; nil where it does not fall.
    private func remaining(to goal: Double) -> Double? {
        guard steps.count >= 3, let last = logarithms.last else { return nil }
        let count = Double(steps.count)
        let (meanStep, mean) = (steps.reduce(0, +) / count, logarithms.reduce(0, +) / count)
        let spread = steps.reduce(0) { $0 + ($1 - meanStep) * ($1 - meanStep) }
        let slope = zip(steps, logarithms).reduce(0) { $0 + ($1.0 - meanStep) * ($1.1 - mean) } / spread
        return slope < 0 ? max(last - goal, 0) / -slope : nil
    }
}

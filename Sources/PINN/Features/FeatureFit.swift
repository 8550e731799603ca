import Expressions
import NumericsCore
import Problems
import TrialFunctions

/// Features with their coefficients.
struct FeatureFit: Sendable {
    let space: TrialSpace
    let features: RandomFeatures
    /// [component][feature]
    let parameters: Tensor<Double>
    /// Relative residual at points that the coefficients were not fitted to.
    var heldOut = Double.infinity

    /// Values of jets at points [coordinate][point] -> [jet][point].
    func values(_ jets: [Jet], at points: Tensor<Double>, pool: ThreadPool? = nil) -> Tensor<Double> {
        let layout = JetLayout(coordinateCount: space.problem.coordinates.count, derivatives: jets.map(\.derivative))
        let (count, capacity) = (points.shape[1], 64)
        guard count > 0 else { return Tensor(shape: [jets.count, 0], repeating: 0) }
        let result = SharedMatrix(rowCount: jets.count, columnCount: count)
        let placed = PlacedPoints(space, points: points, layout: layout, capacity: capacity)
        let rows = jets.map { $0.component * layout.count + layout.channel(of: $0.derivative)! }
        let chunks = (count + capacity - 1) / capacity
        let threads = pool?.threads ?? 1
        @Sendable func evaluate(_ part: Int) {
            let tape = SpaceTape(space, layout: layout, capacity: capacity)
            for chunk in chunks * part / threads..<chunks * (part + 1) / threads {
                let range = chunk * capacity..<min((chunk + 1) * capacity, count)
                tape.forward(parameters: parameters, placed: placed, range: range)
                result.withUnsafeMutableBufferPointer { target in
                    for (index, row) in rows.enumerated() {
                        for lane in 0..<range.count { target[index * count + range.lowerBound + lane] = tape.jets[row * capacity + lane] }
                    }
                }
            }
        }
        if let pool { pool.forEach(threads) { evaluate($0) } } else { evaluate(0) }
        return result.tensor
    }
}

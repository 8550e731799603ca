import Expressions
import NumericsCore

extension TrialSpace {
    /// Values of jets of the components, site 0, at points.
    /// - Parameters:
    ///   - parameters: θ, [parameter].
    ///   - coordinates: the points, [coordinate][point].
    ///   - pool: shares out the points if there is one.
    /// - Returns: [jet][point].
    public func values(
        of jets: [Jet], parameters: Tensor<Double>, at coordinates: Tensor<Double>, pool: ThreadPool? = nil
    ) -> Tensor<Double> {
        let layout = JetLayout(coordinateCount: problem.coordinates.count, derivatives: jets.map(\.derivative))
        let (count, capacity) = (coordinates.shape[1], 64)
        guard count > 0 else { return Tensor(shape: [jets.count, 0], repeating: 0) }
        let result = SharedMatrix(rowCount: jets.count, columnCount: count)
        let placed = PlacedPoints(self, points: coordinates, layout: layout, capacity: capacity)
        let rows = jets.map { $0.component * layout.count + layout.channel(of: $0.derivative)! }
        let chunks = (count + capacity - 1) / capacity
        let threads = pool?.threads ?? 1
        @Sendable func evaluate(_ part: Int) {
            let tape = SpaceTape(self, layout: layout, capacity: capacity)
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

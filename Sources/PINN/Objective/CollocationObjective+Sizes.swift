import NumericsCore

extension CollocationObjective {
    /// Root mean squares of the residuals by name, without the scales of their kind, in the order of the blocks.
    /// - Parameter isWanted: which names.
    func sizes(at parameters: Tensor<Double>, where isWanted: (String) -> Bool) -> [(name: String, size: Double)] {
        var residual = Tensor(shape: [rowCount], repeating: 0.0)
        self.residual(at: parameters, into: &residual)
        var (first, names) = (0, [String]())
        var sums: [String: (squares: Double, weights: Double)] = [:]
        for placed in blocks {
            for (row, name) in placed.block.names.enumerated() where isWanted(name) {
                if sums[name] == nil { names.append(name) }
                for point in 0..<placed.block.points.count {
                    let (value, weight) = (residual[first + row * placed.paddedCount + point], placed.weights[row, point])
                    sums[name, default: (0, 0)].squares += value * value
                    sums[name, default: (0, 0)].weights += weight * weight
                }
            }
            first += placed.rowCount
        }
        return names.map { ($0, (sums[$0]!.squares / max(sums[$0]!.weights, .leastNormalMagnitude)).squareRoot()) }
    }
}

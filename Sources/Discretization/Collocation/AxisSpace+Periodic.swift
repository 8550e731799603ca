import NumericsCore

extension AxisSpace {
    /// Trigonometric interpolation and its derivatives at a set of points of a periodic axis.
    func trigonometric(at points: AxisPoints, order: Int) -> AxisOperator {
        let targets: [Double]
        switch points {
        case .residual, .nodes: return circulant(order: order)
        case .lower: targets = [axis.lower]
        case .upper: targets = [axis.upper]
        case .interfacesFromBelow, .interfacesFromAbove: targets = []
        case .positions(let positions): targets = positions
        }
        let sources = nodes
        let weights = targets.flatMap { target in sources.map { weight(target - $0, order) } }
        return AxisOperator(
            columns: count, starts: targets.map { _ in 0 },
            weights: Tensor(shape: [targets.count, count], elements: weights))
    }

    private func circulant(order: Int) -> AxisOperator {
        let spacing = (axis.upper - axis.lower) / Double(count)
        let row = (0..<count).map { weight(Double($0) * spacing, order) }
        var weights = Tensor(shape: [count, count], repeating: 0.0)
        for i in 0..<count {
            for j in 0..<count { weights[i, j] = row[(i - j + count) % count] }
        }
        return AxisOperator(columns: count, starts: [Int](repeating: 0, count: count), weights: weights)
    }

    private func weight(_ distance: Double, _ order: Int) -> Double {
        TrigonometricMatrices.weight(distance: distance, count: count, period: axis.upper - axis.lower, order: order)
    }
}

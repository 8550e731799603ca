import Fields

/// Equally spaced samples along one coordinate; the last sample of a periodic coordinate is not repeated.
struct SampledAxis: Sendable {
    let coordinate: Coordinate
    let count: Int
    let order: Int
    let spacing: Double
    /// Most samples a value depends on.
    let width: Int

    init(_ coordinate: Coordinate, count: Int, order: Int, width: Int = 8) {
        self.coordinate = coordinate
        self.count = count
        self.order = order
        self.width = width
        spacing = coordinate.length / Double(coordinate.isPeriodic ? count : max(count - 1, 1))
    }

    /// The sample in whose dual cell a position lies; on a face both, half each.
    func cells(at position: Double) -> [(index: Int, weight: Double)] {
        guard order == 0 else { return [] }
        guard count > 1 else { return [(0, 1)] }
        let scaled = (position - coordinate.lower) / spacing
        let nearest = scaled.rounded(.down)
        let offset = scaled - nearest - 0.5
        func sample(_ index: Double) -> Int {
            let index = Int(index)
            return coordinate.isPeriodic ? (index % count + count) % count : min(max(index, 0), count - 1)
        }
        // Rounding of the position must not decide which side it is on.
        if abs(offset) <= 1e-9 { return [(sample(nearest), 0.5), (sample(nearest + 1), 0.5)] }
        return [(sample(offset < 0 ? nearest : nearest + 1), 1)]
    }

    /// The samples that a value at `position` depends on, with their weights.
    func row(at position: Double) -> [(index: Int, weight: Double)] {
        guard count > 1 else { return [(0, order == 0 ? 1 : 0)] }
        let scaled = (position - coordinate.lower) / spacing
        let width = min(width, count)
        var first = Int(scaled.rounded(.down)) - width / 2 + 1
        if !coordinate.isPeriodic { first = min(max(first, 0), count - width) }
        let nodes = (first..<first + width).map(Double.init)
        let weights = LocalPolynomial.weights(nodes, at: scaled, order: order)
        var scale = 1.0
        for _ in 0..<order { scale /= spacing }
        return (0..<width).map { (((first + $0) % count + count) % count, weights[$0] * scale) }
    }
}

import NumericsCore

/// A uniform lattice over a window on which the sign of a function is looked at.
struct LevelLattice {
    /// Two lattice points of different sides with their values.
    struct Edge {
        var (start, startValue): ([Double], Double)
        var (end, endValue): ([Double], Double)
    }

    private let lower: [Double]
    private let steps: [Double]
    /// Points along each axis.
    private let counts: [Int]
    private let strides: [Int]

    /// - Parameters:
    ///   - size: distance of neighbours, about.
    ///   - limit: largest number of intervals along an axis.
    init(window: ShapeBounds, size: Double, limit: Int) {
        // A whole number of cells would put lattice points on symmetric boundaries, where zeros have no sign.
        let intervals = zip(window.lower, window.upper).map { min(limit, max(8, Int((($1 - $0) / size).rounded(.up)))) }
        lower = zip(window.lower, window.upper).map { $0 - 1e-3 * ($1 - $0) * 0.7183 }
        let upper = zip(window.lower, window.upper).map { $1 + 1e-3 * ($1 - $0) * 0.5772 }
        steps = zip(zip(lower, upper), intervals).map { ($0.1 - $0.0) / Double($1) }
        counts = intervals.map { $0 + 1 }
        var strides = [Int](repeating: 1, count: counts.count)
        for axis in counts.indices.dropLast().reversed() { strides[axis] = strides[axis + 1] * counts[axis + 1] }
        self.strides = strides
    }

    private var count: Int { counts.reduce(1, *) }

    func point(_ index: Int) -> [Double] {
        lower.indices.map { lower[$0] + steps[$0] * Double(index / strides[$0] % counts[$0]) }
    }

    /// All points [point][coordinate].
    var points: Tensor<Double> {
        Tensor(shape: [count, lower.count], elements: (0..<count).flatMap(point))
    }

    /// The edge between two points if they lie on different sides.
    func edge(_ first: Int, _ second: Int, _ values: [Double]) -> Edge? {
        guard (values[first] <= 0) != (values[second] <= 0) else { return nil }
        return Edge(
            start: point(first), startValue: values[first], end: point(second), endValue: values[second])
    }

    /// Edges between neighbours of different sides; in one dimension.
    func edges(_ values: [Double]) -> [Edge] {
        (0..<(count - 1)).compactMap { edge($0, $0 + 1, values) }
    }

    /// Cells with both signs, corners in a ring; in two dimensions.
    func squares(_ values: [Double]) -> [[Int]] {
        cells.map { [$0, $0 + strides[0], $0 + strides[0] + 1, $0 + 1] }.filter { isMixed($0, values) }
    }

    /// Tetrahedra with both signs: six to a cell, all around its main diagonal (Kuhn 1960).
    func tetrahedra(_ values: [Double]) -> [[Int]] {
        let orders = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]]
        return cells.flatMap { cell in
            orders.map { order in
                let second = cell + strides[order[0]]
                let third = second + strides[order[1]]
                return [cell, second, third, third + strides[order[2]]]
            }
        }.filter { isMixed($0, values) }
    }

    /// First corners of all cells.
    private var cells: [Int] {
        (0..<count).filter { index in counts.indices.allSatisfy { index / strides[$0] % counts[$0] + 1 < counts[$0] } }
    }

    private func isMixed(_ corners: [Int], _ values: [Double]) -> Bool {
        let inside = corners.count { values[$0] <= 0 }
        return inside > 0 && inside < corners.count
    }
}

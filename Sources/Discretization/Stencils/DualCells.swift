import Fields
import NumericsCore

/// The parts of dual cells and their faces that lie inside a shape, whose boundary is taken as straight inside each cell.
struct DualCells: Sendable {
    let lattice: Lattice
    /// Positions of the corners along each axis: the ends of the box, half-way between nodes inside.
    let corners: [[Double]]
    /// Signed distances at the corners [corner], the last axis fastest.
    private(set) var levels: [Double] = []
    let strides: [Int]

    init(_ lattice: Lattice) {
        self.lattice = lattice
        corners = (0..<lattice.dimension).map { axis in
            (0...lattice.shape[axis]).map { index in
                let middle = lattice.lower[axis] + (Double(index) - 0.5) * lattice.spacing[axis]
                return lattice.isPeriodic[axis] ? middle : min(max(middle, lattice.lower[axis]), lattice.upper[axis])
            }
        }
        var strides = [Int](repeating: 1, count: corners.count)
        for axis in corners.indices.dropLast().reversed() { strides[axis] = strides[axis + 1] * corners[axis + 1].count }
        self.strides = strides
    }

    mutating func cut(by shape: Shape) {
        let count = corners.reduce(1) { $0 * $1.count }
        var points = Tensor(shape: [count, corners.count], repeating: 0.0)
        for index in 0..<count {
            for axis in corners.indices { points[index, axis] = corners[axis][index / strides[axis] % corners[axis].count] }
        }
        // Rounding must not decide on which side of a face that lies on the boundary its corners are.
        let tolerance = 1e-9 * (lattice.spacing.min() ?? 1)
        levels = shape.signedDistances(at: points).map { abs($0) <= tolerance ? 0 : $0 }
        lookInwards(shape, points)
    }

    /// Where the shape ends at a side of the box the level is zero there, and tells nothing of where the rest of its boundary
    /// crosses the side: the level half a spacing inwards does.
    private mutating func lookInwards(_ shape: Shape, _ points: Tensor<Double>) {
        for index in levels.indices where levels[index] == 0 {
            let place = corners.indices.map { points[index, $0] }
            var point = place
            for axis in corners.indices where !lattice.isPeriodic[axis] {
                let position = index / strides[axis] % corners[axis].count
                if position == 0 { point[axis] += 0.5 * lattice.spacing[axis] }
                if position == corners[axis].count - 1 { point[axis] -= 0.5 * lattice.spacing[axis] }
            }
            if point != place { levels[index] = min(0, shape.signedDistance(at: point)) }
        }
    }

    /// Part of the face behind a node along an axis that lies inside.
    func aperture(_ node: Int, axis: Int) -> Double {
        var indices = lattice.indices(of: node)
        indices[axis] += 1
        return fraction(from: indices, axes: corners.indices.filter { $0 != axis })
    }

    /// Part of the dual cell of a node that lies inside.
    func volume(_ node: Int) -> Double { fraction(from: lattice.indices(of: node), axes: Array(corners.indices)) }

    /// Part inside of the box of zero to three dimensions that begins at a corner and spans some axes, in which the level is
    /// taken as linear on each simplex of a division of it (Kuhn).
    private func fraction(from start: [Int], axes: [Int]) -> Double {
        let base = zip(start, strides).reduce(0) { $0 + $1.0 * $1.1 }
        let orders = Self.permutations(axes)
        let parts = orders.map { order -> Double in
            var position = base
            var values = [levels[position]]
            for axis in order {
                position += strides[axis]
                values.append(levels[position])
            }
            return Self.insideFraction(values)
        }
        return parts.reduce(0, +) / Double(parts.count)
    }

    static func permutations(_ axes: [Int]) -> [[Int]] {
        guard axes.count > 1 else { return [axes] }
        return axes.flatMap { first in permutations(axes.filter { $0 != first }).map { [first] + $0 } }
    }

    /// Part of a simplex on which a linear function with these values at the corners is negative.
    static func insideFraction(_ values: [Double]) -> Double {
        let inside = values.filter { $0 < 0 }, outside = values.filter { $0 >= 0 }
        if outside.isEmpty { return 1 }
        if inside.isEmpty { return 0 }
        if inside.count == 1 { return corner(inside[0], outside) }
        if outside.count == 1 { return 1 - corner(outside[0], inside) }
        // Two corners each way in a tetrahedron: a prism, divided into three tetrahedra.
        let (a, b) = (inside[0], inside[1]), (c, d) = (outside[0], outside[1])
        func share(_ from: Double, _ to: Double) -> Double { from / (from - to) }
        let (ac, ad, bc, bd) = (share(a, c), share(a, d), share(b, c), share(b, d))
        return ac * ad + bc * bd * (1 - ac) + ac * bd * (1 - ad)
    }

    /// Part cut off at the corner with one sign by the edges to all others.
    private static func corner(_ own: Double, _ others: [Double]) -> Double {
        others.reduce(1) { $0 * own / (own - $1) }
    }
}

import Fields

/// The equally spaced nodes of a box: vertices of its cells, ends included; along a periodic axis the image of the first node
/// is left out. The last axis runs fastest.
public struct Lattice: Hashable, Sendable {
    /// Names of the axes.
    public let names: [String]
    /// Ends of the ranges [axis].
    public let lower: [Double]
    public let upper: [Double]
    /// Cells along each axis; at least 2.
    public let cells: [Int]
    public let isPeriodic: [Bool]
    /// Nodes along each axis.
    public let shape: [Int]
    /// Distance in memory between neighbours along each axis.
    public let strides: [Int]
    /// Distance in space between neighbours along each axis.
    public let spacing: [Double]

    /// Precondition: one number of cells a coordinate, each at least 2.
    public init(_ coordinates: [Coordinate], cells: [Int]) {
        precondition(cells.count == coordinates.count && cells.allSatisfy { $0 >= 2 }, "a lattice needs 2 cells along each axis")
        names = coordinates.map(\.name)
        lower = coordinates.map(\.lower)
        upper = coordinates.map(\.upper)
        isPeriodic = coordinates.map(\.isPeriodic)
        self.cells = cells
        shape = zip(cells, isPeriodic).map { $1 ? $0 : $0 + 1 }
        var strides = [Int](repeating: 1, count: cells.count)
        for axis in cells.indices.dropLast().reversed() { strides[axis] = strides[axis + 1] * shape[axis + 1] }
        self.strides = strides
        spacing = zip(coordinates, cells).map { $0.length / Double($1) }
    }

    /// Number of axes.
    public var dimension: Int { shape.count }
    /// Number of nodes.
    public var count: Int { shape.reduce(1, *) }
    /// Number of lines of nodes along the last axis.
    var lineCount: Int { count / shape[dimension - 1] }

    /// Position of a node along an axis.
    func point(_ axis: Int, _ index: Int) -> Double {
        index == cells[axis] ? upper[axis] : lower[axis] + spacing[axis] * Double(index)
    }

    /// The nodes as a grid with quadrature weights.
    public var grid: Grid {
        Grid((0..<dimension).map { axis in
            isPeriodic[axis]
                ? .periodic(names[axis], from: lower[axis], to: upper[axis], count: shape[axis])
                : .uniform(names[axis], from: lower[axis], to: upper[axis], count: shape[axis])
        })
    }

    /// Indices along each axis of the node at a row-major position.
    func indices(of node: Int) -> [Int] {
        (0..<dimension).map { node / strides[$0] % shape[$0] }
    }

    /// Part of the dual cell of a node that lies inside along an axis: a half at ends, else one.
    func share(_ axis: Int, _ index: Int) -> Double {
        !isPeriodic[axis] && (index == 0 || index == shape[axis] - 1) ? 0.5 : 1
    }

    /// The neighbour of a node at an offset of -1, 0 or 1 along each axis; nil outside the box.
    func neighbour(_ node: Int, _ offset: [Int]) -> Int? {
        var result = node
        for axis in offset.indices where offset[axis] != 0 {
            let index = node / strides[axis] % shape[axis]
            var moved = index + offset[axis]
            if moved < 0 || moved >= shape[axis] {
                guard isPeriodic[axis] else { return nil }
                moved = (moved + shape[axis]) % shape[axis]
            }
            result += (moved - index) * strides[axis]
        }
        return result
    }
}

import NumericsCore

/// Interpolation and differentiation on a grid over a shape from points of the shape alone.
///
/// A tensor product of polynomials through a block of neighbouring points: the widest centred block, eight points an axis at
/// most, whose points all lie inside; near the boundary blocks of four to two that may be shifted, so that values are
/// extrapolated over less than a cell. Along an axis that is differentiated blocks are wider by the order. A target
/// that is a point of the grid copies its value.
public struct MaskedInterpolation: Sendable {
    private let grid: Grid
    private let mask: [Bool]
    private let strides: [Int]

    /// Most points along an axis, without those that derivatives need.
    private let width: Int

    /// - Parameter width: most points along an axis; wide blocks ring where data have kinks.
    public init(_ grid: Grid, width: Int = 8) {
        self.grid = grid
        self.width = width
        mask = grid.mask ?? Array(repeating: true, count: grid.count)
        strides = grid.strides
    }

    /// A value or derivative at a point of the shape; nil if no block of points lies around it.
    /// - Parameters:
    ///   - values: one value a grid point [grid…].
    ///   - derivative: order along each axis.
    public func value(of values: Tensor<Double>, derivative: [Int], at point: [Double]) -> Double? {
        guard let block = block(at: point, isNear: false, derivative: derivative) else { return nil }
        return values.withUnsafeBufferPointer { value(block, at: point, derivative: derivative, $0, offset: 0) }
    }

    /// A block of grid points: where it starts and how many points it takes along each axis.
    struct Block {
        var start: [Int]
        var width: [Int]
    }

    /// The block for a target; nil if no block around it lies inside.
    /// - Parameter isNear: whether the nearest grid point must lie inside, for targets that may lie outside the shape;
    ///   otherwise a corner of the target's cell must.
    func block(at point: [Double], isNear: Bool, derivative: [Int]? = nil) -> Block? {
        let cells = zip(grid.axes, point).map { axis, place in Self.cell(axis, place) }
        let orders = derivative ?? Array(repeating: 0, count: cells.count)
        guard isNear ? mask[grid.position(of: cells.map(\.nearest))] : hasCornerInside(cells) else { return nil }
        // Along a row of the grid that only touches the shape nothing can be differentiated: the rows beside it must help.
        return search(cells, orders) ?? (orders.contains { $0 > 0 } ? search(cells.map(\.spread), orders) : nil)
    }

    private func search(_ cells: [Cell], _ orders: [Int]) -> Block? {
        for (width, shifts) in Self.trials where width <= self.width {
            for shift in shifts[grid.axes.count - 1] {
                if let block = block(cells, width, shift, orders), holds(block) { return block }
            }
        }
        return nil
    }

    /// Sum of weights times values of one component, which begin at `offset`.
    func value(
        _ block: Block, at point: [Double], derivative: [Int]? = nil, _ values: UnsafeBufferPointer<Double>, offset: Int
    ) -> Double {
        let factors = grid.axes.indices.map { weights(block, $0, point[$0], order: derivative?[$0] ?? 0) }
        var sum = 0.0
        forEach(block) { position, steps in
            var weight = 1.0
            for axis in steps.indices { weight *= factors[axis][steps[axis]] }
            sum += weight * values[offset + position]
            return true
        }
        return sum
    }

    // MARK: Cells

    private struct Cell {
        /// The point at or below the target.
        var lower: Int
        var nearest: Int
        /// True if the target is the nearest point.
        var isPoint: Bool

        /// The same cell with the target taken for a point between others.
        var spread: Cell { Cell(lower: lower, nearest: nearest, isPoint: false) }
    }

    private static func cell(_ axis: GridAxis, _ place: Double) -> Cell {
        let count = axis.count
        var inside = place
        if axis.layout == .periodic, count > 1 {
            inside -= ((place - axis.lower) / axis.length).rounded(.down) * axis.length
        }
        let lower = axis.index(atOrBelow: inside)
        let isWrapped = lower + 1 == count && axis.layout == .periodic
        let upper = isWrapped ? axis.upper : axis.points[min(lower + 1, count - 1)]
        let isUpper = upper - inside < inside - axis.points[lower]
        let nearest = isUpper ? (isWrapped ? 0 : min(lower + 1, count - 1)) : lower
        let distance = isUpper ? upper - inside : inside - axis.points[lower]
        return Cell(lower: lower, nearest: nearest, isPoint: abs(distance) <= 4 * axis.length.ulp)
    }

    private func hasCornerInside(_ cells: [Cell]) -> Bool {
        (0..<(1 << cells.count)).contains { corner in
            let indices = cells.enumerated().map { axis, cell -> Int in
                if cell.isPoint { return cell.nearest }
                let (index, count) = (cell.lower + (corner >> axis) % 2, grid.axes[axis].count)
                return grid.axes[axis].layout == .periodic ? index % count : min(index, count - 1)
            }
            return mask[grid.position(of: indices)]
        }
    }

    private func block(_ cells: [Cell], _ width: Int, _ shift: [Int], _ orders: [Int]) -> Block? {
        var block = Block(start: [], width: [])
        for (axis, cell) in cells.enumerated() {
            let count = grid.axes[axis].count
            if cell.isPoint, orders[axis] == 0 {
                block.start.append(cell.nearest)
                block.width.append(1)
                continue
            }
            let own = min(width + orders[axis], count)
            var start = cell.lower - (own - 1) / 2 + shift[axis]
            // Within a cell of the target.
            guard start >= cell.lower - own, start <= cell.lower + 1 else { return nil }
            if grid.axes[axis].layout != .periodic { start = min(max(start, 0), count - own) }
            block.start.append(start)
            block.width.append(own)
        }
        return block
    }

    /// Widths with the shifts tried for them [dimension - 1][trial][axis], the most centred first.
    private static let trials: [(width: Int, shifts: [[[Int]]])] = {
        let none = (1...3).map { [Array(repeating: 0, count: $0)] }
        let shifted = (1...3).map { dimension in
            (0..<dimension).reduce([[]]) { partial, _ in partial.flatMap { head in (-4...4).map { head + [$0] } } }
                .sorted { left, right in left.reduce(0) { $0 + abs($1) } < right.reduce(0) { $0 + abs($1) } }
        }
        return [(8, none), (6, none), (4, shifted), (3, shifted), (2, shifted)]
    }()

    // MARK: Blocks

    private func holds(_ block: Block) -> Bool {
        var isInside = true
        forEach(block) { position, _ in
            isInside = mask[position]
            return isInside
        }
        return isInside
    }

    /// Calls `body` with the positions of a block's points and their steps along the axes until it returns false.
    private func forEach(_ block: Block, _ body: (Int, [Int]) -> Bool) {
        let total = block.width.reduce(1, *)
        var steps = [Int](repeating: 0, count: block.width.count)
        for _ in 0..<total {
            var position = 0
            for axis in steps.indices {
                let count = grid.axes[axis].count
                position += ((block.start[axis] + steps[axis]) % count + count) % count * strides[axis]
            }
            if !body(position, steps) { return }
            for axis in steps.indices.reversed() {
                steps[axis] += 1
                if steps[axis] < block.width[axis] { break }
                steps[axis] = 0
            }
        }
    }

    private func weights(_ block: Block, _ axis: Int, _ place: Double, order: Int) -> [Double] {
        let own = grid.axes[axis]
        if block.width[axis] == 1 || block.width[axis] <= order { return Array(repeating: order == 0 ? 1 : 0, count: block.width[axis]) }
        let nodes = (0..<block.width[axis]).map { step -> Double in
            let index = block.start[axis] + step
            let turns = own.layout == .periodic ? Int((Double(index) / Double(own.count)).rounded(.down)) : 0
            return own.points[index - turns * own.count] + Double(turns) * own.length
        }
        var target = place
        if own.layout == .periodic { target -= ((place - own.lower) / own.length).rounded(.down) * own.length }
        return LocalPolynomial.weights(nodes, at: target, order: order)
    }
}

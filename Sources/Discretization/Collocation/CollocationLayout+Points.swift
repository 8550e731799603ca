import NumericsCore

extension CollocationLayout {
    /// Values of a derivative of a component at any points.
    ///
    /// Points that fill a tensor grid, in any order, are evaluated axis by axis; others one by one.
    /// - Parameters:
    ///   - orders: order along each axis.
    ///   - points: positions [axis][point].
    public func evaluate(
        _ component: Int, orders: [Int], atPoints points: [[Double]], in state: Tensor<Double>
    ) -> [Double] {
        let count = points.first?.count ?? 0
        let distinct = points.map { Set($0).sorted() }
        if distinct.reduce(1, { $0 * $1.count }) == count {
            let grid = evaluateOnGrid(component, orders: orders, at: distinct, in: state)
            let places = distinct.map { Dictionary(uniqueKeysWithValues: $0.enumerated().map { ($1, $0) }) }
            return (0..<count).map { point in
                let position = axes.indices.reduce(0) { $0 * distinct[$1].count + (places[$1][points[$1][point]] ?? 0) }
                return grid[position]
            }
        }
        let values = values(of: component, in: state)
        let maps = axes.indices.map { space(component, $0, order: orders[$0]).evaluation(at: .positions(points[$0]), order: orders[$0]) }
        return values.withUnsafeBufferPointer { values in
            (0..<count).map { Self.contract(values, maps, row: $0, axis: 0, offset: 0) }
        }
    }

    /// As `evaluate(_:orders:at:in:)`, for orders beyond those of the equations.
    private func evaluateOnGrid(
        _ component: Int, orders: [Int], at positions: [[Double]], in state: Tensor<Double>
    ) -> Tensor<Double> {
        var values = values(of: component, in: state)
        for axis in axes.indices {
            let map = space(component, axis, order: orders[axis]).evaluation(at: .positions(positions[axis]), order: orders[axis])
            var shape = values.shape
            let outer = shape[..<axis].reduce(1, *)
            let inner = shape[(axis + 1)...].reduce(1, *)
            shape[axis] = map.rows
            var next = Tensor(shape: shape, repeating: 0.0)
            map.apply(values, outer: outer, inner: inner, into: &next)
            values = next
        }
        return values
    }

    /// The space of a component along an axis, able to differentiate `order` times.
    private func space(_ component: Int, _ axis: Int, order: Int) -> AxisSpace {
        let own = spaces[component][axis]
        if order <= own.highestDerivative { return own }
        return AxisSpace(axis: axes[axis], conditions: own.conditions, highestDerivative: order)
    }

    /// Sum over one axis of weights times the contraction over the axes after it.
    private static func contract(
        _ values: UnsafeBufferPointer<Double>, _ maps: [AxisOperator], row: Int, axis: Int, offset: Int
    ) -> Double {
        guard axis < maps.count else { return values[offset] }
        let map = maps[axis]
        var sum = 0.0
        if axis == maps.count - 1 {
            let start = offset + map.starts[row]
            map.weights.withUnsafeBufferPointer { weights in
                for k in 0..<map.width { sum += weights[row * map.width + k] * values[start + k] }
            }
            return sum
        }
        let stride = maps[(axis + 1)...].reduce(1) { $0 * $1.columns }
        for k in 0..<map.width {
            let weight = map.weights[row, k]
            if weight == 0 { continue }
            sum += weight * contract(values, maps, row: row, axis: axis + 1, offset: offset + (map.starts[row] + k) * stride)
        }
        return sum
    }
}

import NumericsCore

/// Constant linear rows as triplets: sum of value * state[column] = 0.
struct InterfaceRows: Sendable {
    private(set) var rows: [Int] = []
    private(set) var columns: [Int] = []
    private(set) var values: [Double] = []

    /// Adds `sign` times a jet at the points of a grid, one row a point.
    mutating func add(
        _ maps: [AxisOperator], component: Int, rows numbers: [Int], sign: Double, layout: CollocationLayout
    ) {
        let stencil = JetStencil(maps, component: component, layout: layout)
        for point in numbers.indices {
            stencil.forEach(at: point) { column, weight in
                if weight == 0 { return }
                rows.append(numbers[point])
                columns.append(column)
                values.append(sign * weight)
            }
        }
    }

    /// residual[row] += rows of a state.
    func add(_ state: Tensor<Double>, to residual: inout Tensor<Double>) {
        state.withUnsafeBufferPointer { state in
            residual.withUnsafeMutableBufferPointer { residual in
                for k in rows.indices { residual[rows[k]] += values[k] * state[columns[k]] }
            }
        }
    }
}

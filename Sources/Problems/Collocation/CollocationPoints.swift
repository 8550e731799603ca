import NumericsCore

/// Points at which a residual is made small.
package struct CollocationPoints: Sendable {
    /// [coordinate][point], all coordinates of the problem, time included.
    package var coordinates: Tensor<Double>
    /// Outward unit normals [space coordinate][point]; nil inside.
    package var normals: Tensor<Double>?
    /// Weight of each point's squared residuals: equal shares of the whole unless something else is wanted.
    package var shares: [Double]

    package var count: Int { shares.count }

    /// Points of equal shares. `rows`: [point][coordinate].
    package init(rows: [[Double]], normals: [[Double]]? = nil) {
        coordinates = Self.transposed(rows)
        self.normals = normals.map(Self.transposed)
        shares = Array(repeating: 1 / Double(max(rows.count, 1)), count: rows.count)
    }

    private static func transposed(_ rows: [[Double]]) -> Tensor<Double> {
        let width = rows.first?.count ?? 0
        return Tensor(shape: [width, rows.count], elements: (0..<width).flatMap { column in rows.map { $0[column] } })
    }
}

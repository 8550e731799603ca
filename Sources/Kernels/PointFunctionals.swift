import NumericsCore

/// Linear functionals of one random function, each at a point of its own: f ↦ Σ_e c_e(i) ∂^(orders_e) f(x_i).
public struct PointFunctionals: Sendable {
    /// [entry][coordinate]: how often each entry differentiates along each coordinate.
    public let orders: [[Int]]
    /// [coordinate][point]
    public let points: Tensor<Double>
    /// [entry][point]
    public let coefficients: Tensor<Double>

    /// - Parameters:
    ///   - orders: [entry][coordinate].
    ///   - points: [coordinate][point].
    ///   - coefficients: [entry][point].
    public init(orders: [[Int]], points: Tensor<Double>, coefficients: Tensor<Double>) {
        precondition(coefficients.shape == [orders.count, points.shape[1]], "coefficients \(coefficients.shape) of point functionals")
        precondition(orders.allSatisfy { $0.count == points.shape[0] }, "orders and coordinates of point functionals")
        self.orders = orders
        self.points = points
        self.coefficients = coefficients
    }

    /// The same derivative at every point.
    public init(order: [Int], points: Tensor<Double>) {
        self.init(orders: [order], points: points, coefficients: Tensor(shape: [1, points.shape[1]], repeating: 1))
    }

    /// Number of functionals.
    public var count: Int { points.shape[1] }

    /// The highest derivative along each coordinate.
    public var highestOrders: [Int] {
        (0..<points.shape[0]).map { coordinate in orders.map { $0[coordinate] }.max() ?? 0 }
    }
}

import Fields
import NumericsCore

/// Implicit regions with level functions written in Swift.
enum TestRegions {
    /// (x² + y²)² - x³ - y³ < 1/10, a bean with a dent near the origin.
    static let bean = Shape.primitive(
        ImplicitRegion(
            window: ShapeBounds(lower: [-1.5, -1.5], upper: [1.5, 1.5]),
            level: { points in each(points) { beanLevel($0[0], $0[1]).value } },
            gradient: { points in
                Tensor(shape: points.shape, elements: rows(points).flatMap { beanLevel($0[0], $0[1]).gradient })
            })
    ).intersecting(.box(from: [-1.5, -1.5], to: [1.5, 1.5]))

    private static func beanLevel(_ x: Double, _ y: Double) -> (value: Double, gradient: [Double]) {
        let s = x * x + y * y
        return (s * s - x * x * x - y * y * y - 0.1, [4 * s * x - 3 * x * x, 4 * s * y - 3 * y * y])
    }

    /// The unit ball as x² + y² + z² - 1 < 0.
    static let ball = Shape.primitive(
        ImplicitRegion(
            window: ShapeBounds(lower: [-1.2, -1.2, -1.2], upper: [1.2, 1.2, 1.2]),
            level: { points in each(points) { $0[0] * $0[0] + $0[1] * $0[1] + $0[2] * $0[2] - 1 } },
            gradient: { points in Tensor(shape: points.shape, elements: points.elements.map { 2 * $0 }) })
    ).intersecting(.box(from: [-1.2, -1.2, -1.2], to: [1.2, 1.2, 1.2]))

    /// The unit disk as x² + y² - 1 < 0.
    static func disk(_ window: ShapeBounds) -> Shape {
        .primitive(
            ImplicitRegion(
                window: window, level: { points in each(points) { $0[0] * $0[0] + $0[1] * $0[1] - 1 } },
                gradient: { points in Tensor(shape: points.shape, elements: points.elements.map { 2 * $0 }) }))
    }

    private static func rows(_ points: Tensor<Double>) -> [[Double]] {
        (0..<points.shape[0]).map { row in (0..<points.shape[1]).map { points[row, $0] } }
    }

    private static func each(_ points: Tensor<Double>, _ body: ([Double]) -> Double) -> [Double] { rows(points).map(body) }
}

extension [Double] {
    var length: Double { reduce(0) { $0 + $1 * $1 }.squareRoot() }

    func moved(_ factor: Double, _ direction: [Double]) -> [Double] { zip(self, direction).map { $0 + factor * $1 } }

    func distance(to other: [Double]) -> Double { zip(self, other).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }.squareRoot() }
}

import NumericsCore

/// Where a given function is negative or zero.
///
/// The function and its gradient come from outside as closures over batches of points. The zero set is found to
/// round-off; distances are estimates of first order (Taubin 1994: value over length of the gradient), exact for linear
/// functions and with the right sign everywhere.
public struct ImplicitRegion: ShapePrimitive {
    public let dimension: Int
    /// Where the function is looked at: no boundary is sought outside, and no distance exceeds its diagonal.
    public let window: ShapeBounds
    /// Values [point] at points [point][coordinate].
    private let function: @Sendable (Tensor<Double>) -> [Double]
    /// Gradients [point][coordinate] at points [point][coordinate].
    private let slopes: @Sendable (Tensor<Double>) -> Tensor<Double>

    /// - Parameters:
    ///   - window: the part of space that matters, bounded.
    ///   - level: values [point] at points [point][coordinate]; continuous, negative inside.
    ///   - gradient: its gradient [point][coordinate] at points [point][coordinate].
    public init(
        window: ShapeBounds, level: @escaping @Sendable (Tensor<Double>) -> [Double],
        gradient: @escaping @Sendable (Tensor<Double>) -> Tensor<Double>
    ) {
        dimension = window.dimension
        self.window = window
        function = level
        slopes = gradient
    }

    public var boundingBox: ShapeBounds? { nil }

    public func level(at point: [Double]) -> Double {
        function(Tensor(shape: [1, dimension], elements: point))[0]
    }

    public func gradient(at point: [Double]) -> [Double] {
        slopes(Tensor(shape: [1, dimension], elements: point)).elements
    }

    /// An estimate of first order.
    public func signedDistance(at point: [Double]) -> Double {
        estimate(level(at: point), gradient(at: point).norm)
    }

    public func outwardNormal(at point: [Double]) -> [Double] { gradient(at: point).normalised }

    public func levels(at points: Tensor<Double>) -> [Double] { function(points) }

    public func signedDistances(at points: Tensor<Double>) -> [Double] {
        let gradients = slopes(points)
        return function(points).enumerated().map { index, value in
            var squares = 0.0
            for axis in 0..<dimension { squares += gradients[index, axis] * gradients[index, axis] }
            return estimate(value, squares.squareRoot())
        }
    }

    private func estimate(_ value: Double, _ slope: Double) -> Double {
        let bound = window.diagonal
        if value == 0 { return 0 }
        guard slope > 0, slope.isFinite else { return value < 0 ? -bound : bound }
        return min(bound, max(-bound, value / slope))
    }

    /// Sign changes between neighbours of `Self.probes` equidistant points, each refined to round-off; two crossings
    /// between neighbours are missed.
    public func crossings(from start: [Double], to end: [Double]) -> [Double] {
        let step = end.minus(start)
        let fractions = (0...Self.probes).map { Double($0) / Double(Self.probes) }
        let points = fractions.flatMap { start.adding($0, step) }
        let values = function(Tensor(shape: [fractions.count, dimension], elements: points))
        var found = zip(fractions, values).filter { $0.1 == 0 }.map(\.0)
        for index in 0..<Self.probes where values[index] * values[index + 1] < 0 {
            found.append(
                RootBracket(fractions[index], values[index], fractions[index + 1], values[index + 1])
                    .root { level(at: start.adding($0, step)) })
        }
        return found
    }

    private static let probes = 16
}

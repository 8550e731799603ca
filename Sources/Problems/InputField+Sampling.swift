import Expressions
import Fields
import NumericsCore

extension InputField {
    /// Why an input field has no values.
    public enum SamplingError: Error, Sendable, Hashable {
        /// The field is a recipe for random samples, and no sample was chosen.
        case noSample(name: String)
        /// The data have too few points along an axis for this derivative.
        case tooFewPoints(name: String, coordinate: String, order: Int)
    }

    /// Values of the field or of one of its derivatives between its samples, see `interpolation`.
    /// - Parameters:
    ///   - derivative: orders by coordinate of the problem.
    ///   - points: [point][space coordinate].
    ///   - coordinates: all coordinates of the problem, time included.
    /// - Returns: one value a point.
    /// - Throws: `SamplingError`.
    public func values(
        _ derivative: MultiIndex, at points: Tensor<Double>, coordinates: [Coordinate]
    ) throws(SamplingError) -> [Double] {
        guard case .sampled(_, let shape, let values) = kind else { throw SamplingError.noSample(name: name) }
        let space = coordinates.indices.filter { !coordinates[$0].isTime }
        let axes = try space.enumerated().map { axis, index throws(SamplingError) in
            let coordinate = coordinates[index]
            guard shape[axis] > derivative[index] else {
                throw SamplingError.tooFewPoints(name: name, coordinate: coordinate.name, order: derivative[index])
            }
            return SampledAxis(coordinate, count: shape[axis], order: derivative[index])
        }
        return (0..<points.shape[0]).map { point in
            let rows = axes.enumerated().map { axis, samples in
                interpolation == .cells ? samples.cells(at: points[point, axis]) : samples.row(at: points[point, axis])
            }
            return Self.sum(rows[...], shape: shape[...], values: values, start: 0)
        }
    }

    /// Values of the field at points, linear between its samples: never beyond them, so that fields that jump stay positive
    /// where they are. At the samples themselves their values.
    /// - Parameters: as for `values`.
    /// - Throws: `SamplingError`.
    public func nodalValues(at points: Tensor<Double>, coordinates: [Coordinate]) throws(SamplingError) -> [Double] {
        guard case .sampled(_, let shape, let values) = kind else { throw SamplingError.noSample(name: name) }
        let space = coordinates.indices.filter { !coordinates[$0].isTime }
        let axes = space.enumerated().map { SampledAxis(coordinates[$1], count: shape[$0], order: 0, width: 2) }
        return (0..<points.shape[0]).map { point in
            let rows = axes.enumerated().map { $1.row(at: points[point, $0]) }
            return Self.sum(rows[...], shape: shape[...], values: values, start: 0)
        }
    }

    /// Sum of values times the product of the weights of all axes.
    private static func sum(
        _ rows: ArraySlice<[(index: Int, weight: Double)]>, shape: ArraySlice<Int>, values: [Double], start: Int
    ) -> Double {
        guard let row = rows.first else { return values[start] }
        return row.reduce(0) { total, entry in
            let offset = start * shape.first! + entry.index
            return total + entry.weight * sum(rows.dropFirst(), shape: shape.dropFirst(), values: values, start: offset)
        }
    }
}

/// Equally spaced samples along one coordinate; the last sample of a periodic coordinate is not repeated.
private struct SampledAxis {
    let coordinate: Coordinate
    let count: Int
    let order: Int
    let spacing: Double
    /// Most samples a value depends on.
    let width: Int

    init(_ coordinate: Coordinate, count: Int, order: Int, width: Int = 8) {
        self.coordinate = coordinate
        self.count = count
        self.order = order
        self.width = width
        spacing = coordinate.length / Double(coordinate.isPeriodic ? count : max(count - 1, 1))
    }

    /// The sample in whose dual cell a position lies; on a face both, half each.
    func cells(at position: Double) -> [(index: Int, weight: Double)] {
        guard order == 0 else { return [] }
        guard count > 1 else { return [(0, 1)] }
        let scaled = (position - coordinate.lower) / spacing
        let nearest = scaled.rounded(.down)
        let offset = scaled - nearest - 0.5
        func sample(_ index: Double) -> Int {
            let index = Int(index)
            return coordinate.isPeriodic ? (index % count + count) % count : min(max(index, 0), count - 1)
        }
        // Rounding of the position must not decide which side it is on.
        if abs(offset) <= 1e-9 { return [(sample(nearest), 0.5), (sample(nearest + 1), 0.5)] }
        return [(sample(offset < 0 ? nearest : nearest + 1), 1)]
    }

    /// The samples that a value at `position` depends on, with their weights.
    func row(at position: Double) -> [(index: Int, weight: Double)] {
        guard count > 1 else { return [(0, order == 0 ? 1 : 0)] }
        let scaled = (position - coordinate.lower) / spacing
        let width = min(width, count)
        var first = Int(scaled.rounded(.down)) - width / 2 + 1
        if !coordinate.isPeriodic { first = min(max(first, 0), count - width) }
        let nodes = (first..<first + width).map(Double.init)
        let weights = LocalPolynomial.weights(nodes, at: scaled, order: order)
        var scale = 1.0
        for _ in 0..<order { scale /= spacing }
        return (0..<width).map { (((first + $0) % count + count) % count, weights[$0] * scale) }
    }
}

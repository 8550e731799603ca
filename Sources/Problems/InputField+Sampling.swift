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
            let rows = axes.enumerated().map { axis, samples in
                interpolation == .cells ? samples.cells(at: points[point, axis]) : samples.row(at: points[point, axis])
            }
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

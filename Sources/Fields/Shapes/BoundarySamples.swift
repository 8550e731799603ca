import NumericsCore

/// Quadrature points on the boundary of a shape.
public struct BoundarySamples: Sendable {
    /// Points [point][coordinate].
    public let points: Tensor<Double>
    /// Outward unit normals [point][coordinate].
    public let normals: Tensor<Double>
    /// Length or area that belongs to each point; 1 in one dimension.
    public let weights: [Double]

    init(_ places: [BoundaryCell.Place], dimension: Int) {
        points = Tensor(shape: [places.count, dimension], elements: places.flatMap(\.point))
        normals = Tensor(shape: [places.count, dimension], elements: places.flatMap(\.normal))
        weights = places.map(\.measure)
    }

    public var count: Int { weights.count }

    /// Length or area of the boundary; the number of ends in one dimension.
    public var measure: Double { weights.reduce(0, +) }

    /// Coordinates of one point.
    public func point(_ index: Int) -> [Double] { (0..<points.shape[1]).map { points[index, $0] } }

    /// Outward unit normal at one point.
    public func normal(_ index: Int) -> [Double] { (0..<normals.shape[1]).map { normals[index, $0] } }
}

extension BoundarySamples {
    /// The samples whose point and normal satisfy a condition.
    public func filtered(_ isWanted: (_ point: [Double], _ normal: [Double]) -> Bool) -> BoundarySamples {
        let places = (0..<count).compactMap { index -> BoundaryCell.Place? in
            let place = BoundaryCell.Place(point: point(index), normal: normal(index), measure: weights[index])
            return isWanted(place.point, place.normal) ? place : nil
        }
        return BoundarySamples(places, dimension: points.shape[1])
    }
}

import NumericsCore

/// Part of a boundary cell that is boundary of the whole shape: an interval or square of its parameters.
struct BoundaryPiece: Sendable {
    let cell: BoundaryCell
    /// Smallest parameters of the part; empty for a point.
    let corner: [Double]
    /// Extent along every parameter.
    let extent: Double
    /// True if the shape's outward normal is the opposite of the primitive's.
    let isReversed: Bool

    /// Gauss points and weights on [0, 1].
    static let rule: (points: [Double], weights: [Double]) = {
        let rule = Quadrature.gaussLegendre(3).mapped(from: 0, to: 1)
        return (rule.points, rule.weights)
    }()

    /// The place at fractions of the part, with the normal out of the shape and the measure per area of the fractions.
    func place(_ fractions: [Double]) -> BoundaryCell.Place {
        var place = cell.place(zip(corner, fractions).map { $0 + extent * $1 })
        if isReversed { place.normal = place.normal.map { -$0 } }
        for _ in corner { place.measure *= extent }
        return place
    }

    /// Quadrature points with their weights as measures.
    var quadrature: [BoundaryCell.Place] {
        var nodes = [(fractions: [Double](), weight: 1.0)]
        for _ in corner {
            nodes = nodes.flatMap { node in
                zip(Self.rule.points, Self.rule.weights).map { (node.fractions + [$0], node.weight * $1) }
            }
        }
        return nodes.map { node in
            var place = place(node.fractions)
            place.measure *= node.weight
            return place
        }
    }

    /// Length or area.
    var measure: Double { quadrature.reduce(0) { $0 + $1.measure } }
}

import NumericsCore

extension PointRule {
    /// Points spread over the boundary of a shape by length or area.
    ///
    /// Curves are run along by their length, primitive by primitive, so that a grid is equally spaced and sequences keep
    /// their discrepancy. Surfaces are run along patch by patch; within a patch the density is uniform in its parameters,
    /// which differs from uniform in area by the change of the area element over the patch, at most some per cent.
    /// - Returns: exactly as many points, each with its share of the boundary as weight.
    /// - Throws: `PointRuleError`.
    public func boundaryPoints(
        _ count: Int, of shape: Shape, using stream: inout RandomStream
    ) throws(PointRuleError) -> BoundarySamples {
        guard let bounds = shape.boundingBox else { throw .unbounded }
        let pieces = VisibleBoundary.pieces(of: shape, size: bounds.diagonal / 64, within: bounds)
        var ends = [0.0]
        for piece in pieces { ends.append(ends[ends.count - 1] + piece.measure) }
        guard let total = ends.last, total > 0 else { throw .noBoundary }
        let unit = unitParameters(count, max(1, shape.dimension - 1), using: &stream)
        let places = unit.map { parameters -> BoundaryCell.Place in
            let target = parameters[0] * total
            var (low, high) = (0, pieces.count)
            while high - low > 1 {
                let middle = (low + high) / 2
                if ends[middle] <= target { low = middle } else { high = middle }
            }
            let share = (target - ends[low]) / (ends[low + 1] - ends[low])
            var place = pieces[low].place(Self.fractions(pieces[low], share, parameters))
            place.measure = total / Double(count)
            return place
        }
        return BoundarySamples(places, dimension: shape.dimension)
    }

    /// As many parameters as asked for: a grid along the first one alone.
    private func unitParameters(_ count: Int, _ dimension: Int, using stream: inout RandomStream) -> [[Double]] {
        let cube = ShapeBounds(lower: Array(repeating: 0, count: dimension), upper: Array(repeating: 1, count: dimension))
        guard self == .grid else { return unitPoints(count, cube, using: &stream) }
        // Along surfaces the second coordinate follows the golden section, which fills every stretch evenly.
        return (0..<count).map { index in
            let rest = (Double(index) * 0.618_033_988_749_894_9 + 0.5).truncatingRemainder(dividingBy: 1)
            return [(Double(index) + 0.5) / Double(count), rest]
        }
    }

    /// Where in a piece the share of its measure lies.
    private static func fractions(_ piece: BoundaryPiece, _ share: Double, _ parameters: [Double]) -> [Double] {
        switch piece.corner.count {
        case 0: return []
        case 1:
            let target = share * piece.measure
            var fraction = share
            for _ in 0..<8 {
                let reached = BoundaryPiece(
                    cell: piece.cell, corner: piece.corner, extent: piece.extent * fraction, isReversed: false).measure
                let step = (reached - target) / piece.place([fraction]).measure
                fraction = min(1, max(0, fraction - step))
                if abs(step) < 1e-14 { break }
            }
            return [fraction]
        default: return [share, parameters[1]]
        }
    }
}

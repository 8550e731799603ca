import NumericsCore

/// The map of fields from one grid to another with the same axis names; made once for a series of snapshots.
///
/// Barycentric per Chebyshev element, trigonometric on periodic axes, piecewise of degree 7 elsewhere.
///
/// From a grid over a shape only those points get values whose interpolation uses points of the shape alone: the mask of
/// the result leaves the others out.
public struct GridResampler: Sendable {
    public let source: Grid
    /// The grid asked for.
    public let target: Grid
    /// The grid of the results: `target`, without the points that cannot be reached from within the source's shape.
    public let reached: Grid
    /// One map per axis; nil where the axes are the same.
    private let maps: [AxisInterpolation?]

    /// Throws `FieldComparisonError` if the axes have other names or the target reaches outside the source.
    public init(from source: Grid, to target: Grid, field: String = "") throws(FieldComparisonError) {
        guard source.axisNames == target.axisNames else {
            throw .axesDiffer(field: field, axes: source.axisNames, reference: target.axisNames)
        }
        self.source = source
        self.target = target
        var maps: [AxisInterpolation?] = []
        for (from, to) in zip(source.axes, target.axes) {
            maps.append(from.isSame(as: to) ? nil : try AxisInterpolation(from: from, to: to.points))
        }
        self.maps = maps
        reached = target.intersectingMask(source.mask.map { Self.coverage(of: $0, source, maps) })
    }

    /// Which target points use points inside only.
    private static func coverage(of mask: [Bool], _ source: Grid, _ maps: [AxisInterpolation?]) -> [Bool] {
        var flags = Tensor(shape: source.shape, elements: mask.map { $0 ? 1 : Double.nan })
        for (axis, map) in maps.enumerated() {
            if let map { flags = map.apply(to: flags, axis: axis) }
        }
        return flags.elements.map { !$0.isNaN }
    }

    /// The field on the grid `reached`. Precondition: it is on the source grid.
    public func apply(to field: Field) -> Field {
        precondition(field.grid == source, "the field '\(field.name)' is on another grid")
        var values = field.values
        for (axis, map) in maps.enumerated() {
            if let map { values = map.apply(to: values, axis: axis + 1) }
        }
        return Field(
            name: field.name, componentNames: field.componentNames, isVector: field.isVector, grid: reached,
            values: values
        ).maskingOutside()
    }
}

/// Maps between grids, each made when first needed.
struct ResamplerCache {
    private var resamplers: [GridResampler] = []

    /// The field on a grid; see `GridResampler`.
    mutating func resample(_ field: Field, to target: Grid) throws(FieldComparisonError) -> Field {
        if field.grid == target { return field }
        if let known = resamplers.first(where: { $0.source == field.grid && $0.target == target }) {
            return known.apply(to: field)
        }
        let resampler = try GridResampler(from: field.grid, to: target, field: field.name)
        resamplers.append(resampler)
        return resampler.apply(to: field)
    }
}

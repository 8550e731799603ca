import NumericsCore

/// The map of fields from one grid to another with the same axis names; made once for a series of snapshots.
///
/// Barycentric per Chebyshev element, trigonometric on periodic axes (by Fourier transforms between two of them), piecewise of degree 7 elsewhere.
///
/// From a grid over a shape values are interpolated from points of the shape alone, see `MaskedInterpolation`; the mask of
/// the result leaves out the points that cannot be reached from there.
public struct GridResampler: Sendable {
    public let source: Grid
    /// The grid asked for.
    public let target: Grid
    /// The grid of the results: `target`, without the points that cannot be reached from within the source's shape.
    public let reached: Grid
    /// One map per axis; nil where the axes are the same.
    private let maps: [AxisMap?]
    /// Where the source has a mask and other points.
    private let masked: MaskedInterpolation?

    /// Throws `FieldComparisonError` if the axes have other names or the target reaches outside the source.
    public init(from source: Grid, to target: Grid, field: String = "") throws(FieldComparisonError) {
        guard source.axisNames == target.axisNames else {
            throw .axesDiffer(field: field, axes: source.axisNames, reference: target.axisNames)
        }
        self.source = source
        self.target = target
        var maps: [AxisMap?] = []
        for (from, to) in zip(source.axes, target.axes) { maps.append(from.isSame(as: to) ? nil : try AxisMap(from: from, to: to)) }
        self.maps = maps
        masked = source.mask == nil || maps.allSatisfy { $0 == nil } ? nil : MaskedInterpolation(source)
        reached = target.intersectingMask(masked.map { Self.coverage(of: target, $0) } ?? source.mask(on: target))
    }

    /// Which points of the target can be reached from inside.
    private static func coverage(of target: Grid, _ interpolation: MaskedInterpolation) -> [Bool] {
        (0..<target.count).map { position in
            target.isInside(position) && interpolation.block(at: target.point(at: position), isNear: target.mask == nil) != nil
        }
    }

    /// The field on the grid `reached`. Precondition: it is on the source grid.
    public func apply(to field: Field) -> Field {
        precondition(field.grid == source, "the field '\(field.name)' is on another grid")
        var values = field.values
        if let masked { return apply(masked, to: field) }
        for (axis, map) in maps.enumerated() {
            if let map { values = map.apply(to: values, axis: axis + 1) }
        }
        return Field(
            name: field.name, componentNames: field.componentNames, isVector: field.isVector, grid: reached,
            values: values
        ).maskingOutside()
    }
}

extension GridResampler {
    private func apply(_ interpolation: MaskedInterpolation, to field: Field) -> Field {
        let (components, count) = (field.componentNames.count, target.count)
        var values = Tensor(shape: [components] + target.shape, repeating: Double.nan)
        field.values.withUnsafeBufferPointer { input in
            values.withUnsafeMutableBufferPointer { output in
                for position in 0..<count where reached.isInside(position) {
                    let point = target.point(at: position)
                    guard let block = interpolation.block(at: point, isNear: target.mask == nil) else { continue }
                    for component in 0..<components {
                        output[component * count + position] = interpolation.value(
                            block, at: point, input, offset: component * source.count)
                    }
                }
            }
        }
        return Field(
            name: field.name, componentNames: field.componentNames, isVector: field.isVector, grid: reached, values: values)
    }
}

extension Grid {
    /// The mask for a grid with the same points.
    fileprivate func mask(on target: Grid) -> [Bool]? { shape == target.shape ? mask : nil }
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

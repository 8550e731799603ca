import Fields
import NumericsCore

/// The points at which a picture takes the values of fields on one grid: more than those of a coarse spectral grid, as the
/// method's own interpolation gives them, so that what was computed is shown and not straight lines; fewer than those of
/// a grid finer than any page.
///
/// Made once for a series. Periodic axes are closed by the image of their first point. Axes whose points are joined by
/// nothing better than straight lines keep their points.
struct FieldRefinement {
    private enum Map {
        case same
        /// Copies of the points with these indices.
        case gathered([Int])
        case interpolated(AxisInterpolation)
    }

    private let source: Grid
    private let target: Grid
    private let maps: [Map]

    /// - Parameters:
    ///   - intervals: what a spectral axis is refined to; axes of more than six times as many are thinned.
    ///   - isRefined: false for fields with holes, which interpolation would widen.
    init(_ grid: Grid, intervals: Int, isRefined: Bool = true) {
        var axes: [GridAxis] = []
        var maps: [Map] = []
        for axis in grid.axes {
            let (points, map) = Self.map(axis, intervals: intervals, isRefined: isRefined)
            if case .same = map { axes.append(axis) } else { axes.append(.points(axis.name, points)) }
            maps.append(map)
        }
        source = grid
        target = Grid(axes)
        self.maps = maps
    }

    /// For one field: refined unless it has holes.
    static func refined(_ field: Field, intervals: Int) -> Field {
        let hasHoles = field.values.withUnsafeBufferPointer { $0.contains { !$0.isFinite } }
        return FieldRefinement(field.grid, intervals: intervals, isRefined: !hasHoles).apply(to: field)
    }

    /// For a series on one grid.
    static func refined(_ fields: [Field], intervals: Int) -> [Field] {
        guard let first = fields.first, fields.allSatisfy({ $0.grid == first.grid }) else {
            return fields.map { refined($0, intervals: intervals) }
        }
        let hasHoles = fields.contains { $0.values.withUnsafeBufferPointer { $0.contains { !$0.isFinite } } }
        let refinement = FieldRefinement(first.grid, intervals: intervals, isRefined: !hasHoles)
        return fields.map(refinement.apply)
    }

    /// The field at the points of the picture. Precondition: it is on the grid the refinement was made for.
    func apply(to field: Field) -> Field {
        precondition(field.grid == source, "the field '\(field.name)' is on another grid")
        var values = field.values
        for (axis, map) in maps.enumerated() {
            switch map {
            case .same: break
            case .gathered(let indices): values = Self.gather(values, axis: axis + 1, indices)
            case .interpolated(let interpolation): values = interpolation.apply(to: values, axis: axis + 1)
            }
        }
        return Field(
            name: field.name, componentNames: field.componentNames, isVector: field.isVector, grid: target, values: values)
    }

    private static func map(_ axis: GridAxis, intervals: Int, isRefined: Bool) -> ([Double], Map) {
        let isPeriodic = axis.layout == .periodic
        let points = isPeriodic ? axis.points + [axis.upper] : axis.points
        let parts = isRefined && axis.isSpectral ? (intervals + points.count - 2) / max(points.count - 1, 1) : 1
        if parts > 1, points.count > 1 {
            var fine = [points[0]]
            for (start, end) in zip(points, points.dropFirst()) {
                for part in 1..<parts { fine.append(start + (end - start) * Double(part) / Double(parts)) }
                fine.append(end)
            }
            if let interpolation = try? AxisInterpolation(from: axis, to: fine) { return (fine, .interpolated(interpolation)) }
        }
        let stride = max(points.count / (6 * intervals), 1)
        guard isPeriodic || stride > 1 else { return (points, .same) }
        var kept = Array(Swift.stride(from: 0, to: points.count - 1, by: stride))
        kept.append(points.count - 1)
        return (kept.map { points[$0] }, .gathered(kept.map { $0 % axis.count }))
    }

    private static func gather(_ values: Tensor<Double>, axis: Int, _ indices: [Int]) -> Tensor<Double> {
        let count = values.shape[axis]
        let inner = values.shape[(axis + 1)...].reduce(1, *), outer = values.shape[..<axis].reduce(1, *)
        var shape = values.shape
        shape[axis] = indices.count
        var result = Tensor(shape: shape, repeating: 0.0)
        result.withUnsafeMutableBufferPointer { output in
            values.withUnsafeBufferPointer { input in
                for block in 0..<outer {
                    for (position, index) in indices.enumerated() {
                        let (to, from) = ((block * indices.count + position) * inner, (block * count + index) * inner)
                        for k in 0..<inner { output[to + k] = input[from + k] }
                    }
                }
            }
        }
        return result
    }
}

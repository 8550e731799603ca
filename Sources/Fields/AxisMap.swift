import NumericsCore

/// How values are brought from one axis to another.
enum AxisMap: Sendable {
    case weights(AxisInterpolation)
    /// Between periodic axes. A value that is not finite would spoil a whole line of a transform, so such arrays get weights.
    case transform(PeriodicResampling, source: GridAxis, targets: [Double])

    /// - Throws: `FieldComparisonError.outside`.
    init(from source: GridAxis, to target: GridAxis) throws(FieldComparisonError) {
        if let transform = PeriodicResampling(from: source, to: target) {
            self = .transform(transform, source: source, targets: target.points)
        } else {
            self = .weights(try AxisInterpolation(from: source, to: target.points))
        }
    }

    /// Applies the map along one axis of an array.
    func apply(to values: Tensor<Double>, axis: Int) -> Tensor<Double> {
        switch self {
        case .weights(let map): return map.apply(to: values, axis: axis)
        case .transform(let map, let source, let targets):
            if values.isFinite { return map.apply(to: values, axis: axis) }
            // Positions on a circle are never outside.
            return (try? AxisInterpolation(from: source, to: targets))?.apply(to: values, axis: axis) ?? values
        }
    }
}

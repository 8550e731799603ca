import Expressions
import Fields
import NumericsCore
import Problems

/// A tensor grid of points and the maps that take components to jets on it.
///
/// Axes are padded in front to three, so that one, two and three dimensions share their loops.
struct PointGrid: Sendable {
    /// The set of points along each axis.
    let points: [AxisPoints]
    /// Number of points along each axis, padded in front with ones to three.
    let counts: [Int]
    /// Positions along each axis.
    let positions: [[Double]]

    init(_ points: [AxisPoints], layout: CollocationLayout) {
        self.points = points
        positions = zip(points, layout.axes).map { points, axis in Self.positions(points, axis) }
        counts = [Int](repeating: 1, count: 3 - points.count) + positions.map(\.count)
    }

    var count: Int { counts.reduce(1, *) }

    /// Coordinates of a point of the grid along the axes.
    func point(at index: Int) -> [Double] {
        var rest = index
        var point: [Double] = []
        for axis in positions.reversed() {
            point.append(axis[rest % axis.count])
            rest /= axis.count
        }
        return point.reversed()
    }

    /// The maps along three axes (padded in front with the identity of one point) for a jet.
    func operators(for jet: Jet, problem: CollocationProblem, layout: CollocationLayout) -> [AxisOperator] {
        let identity = AxisOperator(columns: 1, starts: [0], weights: Tensor(shape: [1, 1], repeating: 1))
        let space = problem.spaceIndices
        let maps = layout.axes.indices.map { axis in
            let fixed = problem.sites.indices.contains(jet.site) ? problem.sites[jet.site].fixed[space[axis]] : nil
            let target = fixed.map { AxisPoints.positions([Double](repeating: $0, count: positions[axis].count)) }
            return layout.spaces[jet.component][axis].evaluation(
                at: target ?? points[axis], order: jet.derivative[space[axis]])
        }
        return [AxisOperator](repeating: identity, count: 3 - maps.count) + maps
    }

    private static func positions(_ points: AxisPoints, _ axis: AxisDiscretization) -> [Double] {
        switch points {
        case .residual: axis.residualPoints
        case .nodes(let conditions): AxisSpace.nodes(of: axis, conditions: conditions)
        case .lower: [axis.lower]
        case .upper: [axis.upper]
        case .interfacesFromBelow, .interfacesFromAbove: Array(axis.breaks.dropFirst().dropLast())
        case .positions(let positions): positions
        }
    }
}

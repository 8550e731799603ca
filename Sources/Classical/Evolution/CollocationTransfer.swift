import Discretization
import NumericsCore

/// Carries a state from one layout to another of the same components: the same polynomials on other elements or points.
///
/// Exact up to rounding where an element is divided; interpolation where elements are merged or points removed.
struct CollocationTransfer {
    private let source: CollocationLayout
    private let target: CollocationLayout
    /// Interpolation along each axis of each component [component][axis].
    private let maps: [[AxisMap]]

    /// Rows of interpolation weights: value i = sum_k weights[i][k] * values[starts[i] + k].
    private struct AxisMap {
        var starts: [Int]
        var weights: Tensor<Double>
    }

    init(from source: CollocationLayout, to target: CollocationLayout) {
        self.source = source
        self.target = target
        maps = (0..<source.componentCount).map { component in
            source.axes.indices.map { axis in
                CollocationTransfer.map(source.spaces[component][axis], target.spaces[component][axis])
            }
        }
    }

    func apply(_ state: Tensor<Double>) -> Tensor<Double> {
        var result = Tensor(shape: [target.count], repeating: 0.0)
        for component in 0..<source.componentCount {
            var values = source.values(of: component, in: state)
            for (axis, map) in maps[component].enumerated() { values = apply(map, to: values, axis: axis) }
            target.set(component, to: values, in: &result)
        }
        for multiplier in 0..<source.multiplierCount {
            result[target.valueCount + multiplier] = state[source.valueCount + multiplier]
        }
        return result
    }

    private func apply(_ map: AxisMap, to values: Tensor<Double>, axis: Int) -> Tensor<Double> {
        var shape = values.shape
        let outer = shape[..<axis].reduce(1, *)
        let inner = shape[(axis + 1)...].reduce(1, *)
        let (old, new, width) = (shape[axis], map.starts.count, map.weights.shape[1])
        shape[axis] = new
        var result = Tensor(shape: shape, repeating: 0.0)
        values.withUnsafeBufferPointer { source in
            map.weights.withUnsafeBufferPointer { weights in
                result.withUnsafeMutableBufferPointer { target in
                    for row in 0..<outer * new {
                        let (block, position) = (row / new, row % new)
                        for column in 0..<inner {
                            var sum = 0.0
                            for k in 0..<width {
                                sum += weights[position * width + k]
                                    * source[(block * old + map.starts[position] + k) * inner + column]
                            }
                            target[row * inner + column] = sum
                        }
                    }
                }
            }
        }
        return result
    }

    private static func map(_ source: AxisSpace, _ target: AxisSpace) -> AxisMap {
        if source.axis.isPeriodic {
            let map = source.evaluation(at: .positions(target.nodes), order: 0)
            return AxisMap(starts: map.starts, weights: map.weights)
        }
        let width = source.pointsPerElement
        let reference = ChebyshevPoints.secondKind(target.pointsPerElement)
        var starts: [Int] = []
        var weights: [Double] = []
        for element in 0..<target.axis.elementCount {
            for point in reference {
                let (from, local) = position(point, in: element, of: target.axis, on: source.axis)
                starts.append(from * width)
                weights += ChebyshevMatrices.interpolation(points: width, at: local)
            }
        }
        return AxisMap(starts: starts, weights: Tensor(shape: [starts.count, width], elements: weights))
    }

    /// The old element that holds a point of a new one, and where in it.
    ///
    /// A component may jump at interfaces, so the element is looked up by the inside of the new one.
    private static func position(
        _ point: Double, in element: Int, of target: AxisDiscretization, on source: AxisDiscretization
    ) -> (element: Int, local: Double) {
        let (lower, half) = (target.breaks[element], target.halfLength(of: element))
        let inside = lower + half * (1 + 0.999 * point)
        let from = source.element(containing: inside)
        let offset = (lower - source.breaks[from]) + half * (1 + point)
        return (from, min(max(offset / source.halfLength(of: from) - 1, -1), 1))
    }
}

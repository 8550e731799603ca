import Discretization
import Foundation
import NumericsCore

/// How well the elements (or points along an axis) resolve a state.
struct ElementResolution {
    /// Rows of the transformation to coefficients that make up the tail, by number of points.
    private var tails: [Int: Tensor<Double>] = [:]
    private var periodicTails: [Int: Tensor<Double>] = [:]

    /// Largest value of each component.
    func scales(_ state: Tensor<Double>, _ layout: CollocationLayout) -> [Double] {
        (0..<layout.componentCount).map { component in
            layout.values(of: component, in: state).withUnsafeBufferPointer { values in
                values.reduce(0) { max($0, abs($1)) }
            }
        }
    }

    /// Tail over scale of the worst component [axis][element]; a periodic axis counts as one element.
    mutating func ratios(_ state: Tensor<Double>, _ layout: CollocationLayout, scales: [Double]) -> [[Double]] {
        var ratios = layout.axes.map { Array(repeating: 0.0, count: $0.elementCount) }
        for component in 0..<layout.componentCount {
            let values = layout.values(of: component, in: state)
            for axis in layout.axes.indices {
                let space = layout.spaces[component][axis]
                let rows = tailRows(space)
                let own = elementTails(values, axis: axis, rows: rows)
                for element in ratios[axis].indices {
                    ratios[axis][element] = max(ratios[axis][element], own[element] / scales[component])
                }
            }
        }
        return ratios
    }

    /// Largest of the last coefficients in each element, over all lines along the axis.
    private func elementTails(_ values: Tensor<Double>, axis: Int, rows: Tensor<Double>) -> [Double] {
        let outer = values.shape[..<axis].reduce(1, *)
        let inner = values.shape[(axis + 1)...].reduce(1, *)
        let (count, width) = (values.shape[axis], rows.shape[1])
        var tails = Array(repeating: 0.0, count: count / width)
        values.withUnsafeBufferPointer { source in
            rows.withUnsafeBufferPointer { weights in
                for line in 0..<outer * inner {
                    let start = line / inner * count * inner + line % inner
                    for element in tails.indices {
                        for row in 0..<rows.shape[0] {
                            var sum = 0.0
                            for k in 0..<width {
                                sum += weights[row * width + k] * source[start + (element * width + k) * inner]
                            }
                            tails[element] = max(tails[element], abs(sum))
                        }
                    }
                }
            }
        }
        return tails
    }

    private mutating func tailRows(_ space: AxisSpace) -> Tensor<Double> {
        let count = space.pointsPerElement
        if space.axis.isPeriodic {
            if let rows = periodicTails[count] { return rows }
            let rows = ElementResolution.periodicRows(count)
            periodicTails[count] = rows
            return rows
        }
        if let rows = tails[count] { return rows }
        let transform = ChebyshevCoefficients.transform(points: count)
        // An even or odd function has zeros in between, so a single coefficient says nothing.
        let kept = min(max(3, count / 10), count)
        let rows = Tensor(
            shape: [kept, count], elements: (0..<kept * count).map { transform[count - kept + $0 / count, $0 % count] })
        tails[count] = rows
        return rows
    }

    /// Cosine and sine coefficients of the highest modes.
    private static func periodicRows(_ count: Int) -> Tensor<Double> {
        let highest = max((count - 1) / 2, 1)
        let modes = Array(max(1, highest - max(2, highest / 8))...highest)
        var entries: [Double] = []
        for mode in modes {
            let angles = (0..<count).map { 2 * Double.pi * Double(mode * $0 % count) / Double(count) }
            entries += angles.map { 2 * cos($0) / Double(count) }
            entries += angles.map { 2 * sin($0) / Double(count) }
        }
        return Tensor(shape: [2 * modes.count, count], elements: entries)
    }
}

import Foundation
import NumericsCore

/// The polynomials through values at the residual points of an axis.
extension AxisDiscretization {
    /// Index of the element that holds a position; 0 on a periodic axis.
    func residualElement(at position: Double) -> Int { isPeriodic ? 0 : element(containing: position) }

    /// From values at the residual points to values at any positions.
    func residualInterpolation(at positions: [Double]) -> AxisOperator {
        let width = residualPointsPerElement
        let points = isPeriodic ? residualPoints : ChebyshevPoints.firstKind(width)
        let sines = ChebyshevPoints.firstKindAngles(width).enumerated().map { $0 % 2 == 0 ? sin($1) : -sin($1) }
        let weights = positions.flatMap { position -> [Double] in
            if isPeriodic {
                return points.map {
                    TrigonometricMatrices.weight(distance: position - $0, count: width, period: upper - lower, order: 0)
                }
            }
            let element = element(containing: position)
            let reference = (position - breaks[element]) / halfLength(of: element) - 1
            return Self.barycentric(points, sines, reference)
        }
        return AxisOperator(
            columns: residualCount, starts: positions.map { residualElement(at: $0) * width },
            weights: Tensor(shape: [positions.count, width], elements: weights))
    }

    /// From values at the residual points to the last coefficients of every element, several rows an element.
    func residualTails() -> AxisOperator {
        let width = residualPointsPerElement
        let transform: Tensor<Double>
        if isPeriodic {
            transform = TrigonometricMatrices.tailTransform(count: width)
        } else {
            // Three, since of an even or odd function every other coefficient vanishes.
            let angles = ChebyshevPoints.firstKindAngles(width)
            let rows = (max(width - 3, 0)..<width).flatMap { k in angles.map { 2 / Double(width) * cos(Double(k) * $0) } }
            transform = Tensor(shape: [rows.count / width, width], elements: rows)
        }
        let height = transform.shape[0]
        let all = (0..<elementCount).flatMap { _ in transform.elements }
        return AxisOperator(
            columns: residualCount, starts: (0..<elementCount * height).map { $0 / height * width },
            weights: Tensor(shape: [elementCount * height, width], elements: all))
    }

    private static func barycentric(_ points: [Double], _ weights: [Double], _ position: Double) -> [Double] {
        if let hit = points.firstIndex(of: position) { return points.indices.map { $0 == hit ? 1 : 0 } }
        let terms = zip(points, weights).map { $1 / (position - $0) }
        let sum = terms.reduce(0, +)
        return terms.map { $0 / sum }
    }
}

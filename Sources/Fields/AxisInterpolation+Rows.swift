import Foundation

extension AxisInterpolation {
    /// Number of points of a local interpolant: degree 7.
    static let windowWidth = 8

    /// Barycentric formula of the second kind in one Chebyshev element (Berrut and Trefethen 2004, equation 5.4).
    static func chebyshevRow(_ points: [Double], _ element: ClosedRange<Int>, _ position: Double) -> Row {
        let last = element.count - 1
        let weights = (0...last).map { k in
            let sign = k % 2 == 0 ? 1.0 : -1.0
            return k == 0 || k == last ? sign / 2 : sign
        }
        return barycentricRow(points, start: element.lowerBound, weights: weights, position)
    }

    /// Barycentric interpolation through the points nearest to the interval that begins at index `interval`.
    static func localRow(_ points: [Double], near interval: Int, _ position: Double) -> Row {
        let width = min(windowWidth, points.count)
        let start = min(max(interval - (width / 2 - 1), 0), points.count - width)
        let window = points[start..<(start + width)]
        // Scaled by a quarter of the width so that neither tiny nor huge spacings leave the range of the numbers.
        let scale = width > 1 ? 4 / (window[start + width - 1] - window[start]) : 1
        let weights = window.indices.map { k in
            var product = 1.0
            for j in window.indices where j != k { product *= (window[k] - window[j]) * scale }
            return 1 / product
        }
        return barycentricRow(points, start: start, weights: weights, position)
    }

    /// Trigonometric interpolation in barycentric form (Henrici 1979): cotangents for an even, cosecants for an odd
    /// number of points.
    static func trigonometricRow(_ axis: GridAxis, _ position: Double) -> Row {
        let count = axis.count
        if count == 1 { return Row(start: 0, weights: [1]) }
        let period = axis.length
        let closeness = 4 * Double.ulpOfOne * (1 + abs(position - axis.lower) / period)
        var weights = [Double](repeating: 0, count: count)
        var sum = 0.0
        for k in 0..<count {
            let turns = (position - axis.points[k]) / period
            let fraction = turns - turns.rounded()
            if abs(fraction) <= closeness { return Row(start: k, weights: [1]) }
            let angle = Double.pi * fraction
            let kernel = count % 2 == 0 ? 1 / tan(angle) : 1 / sin(angle)
            // Cosecants change sign over a period, so the reduced turn carries the parity removed from it.
            let wraps = count % 2 == 0 ? 0 : Int(turns.rounded())
            weights[k] = (k + wraps) % 2 == 0 ? kernel : -kernel
            sum += weights[k]
        }
        return Row(start: 0, weights: weights.map { $0 / sum })
    }

    private static func barycentricRow(
        _ points: [Double], start: Int, weights: [Double], _ position: Double
    ) -> Row {
        var quotients = weights
        var sum = 0.0
        for k in weights.indices {
            let distance = position - points[start + k]
            if distance == 0 { return Row(start: start + k, weights: [1]) }
            quotients[k] = weights[k] / distance
            sum += quotients[k]
        }
        return Row(start: start, weights: quotients.map { $0 / sum })
    }
}

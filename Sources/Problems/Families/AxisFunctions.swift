import Fields
import Foundation
import NumericsCore

/// Functions of one coordinate; random fields are sums of products of them.
enum AxisFunctions: Hashable, Sendable {
    /// Eigenfunctions of the second derivative, orthonormal on the range: with zero slope at the ends (k = 0, 1, …), with zero
    /// values there (k = 1, 2, …), periodic (1, cos, sin, cos 2, …).
    case cosine, sine, fourier
    /// The same as `fourier`, not normalised.
    case trigonometric
    /// Polynomials on the range mapped to [-1, 1].
    case monomial, chebyshev, legendre
    /// Local polynomials through equally spaced nodes: one at a node, zero at the others.
    case cardinal

    /// How many half or whole waves a function has along the range; the degree of a polynomial.
    func level(_ index: Int) -> Int {
        switch self {
        case .sine: index + 1
        case .fourier, .trigonometric: (index + 1) / 2
        default: index
        }
    }

    /// Number of functions up to a level.
    func count(upTo level: Int) -> Int {
        switch self {
        case .sine: level
        case .fourier, .trigonometric: 2 * level + 1
        default: level + 1
        }
    }

    /// The wavenumber of an eigenfunction.
    func wavenumber(_ index: Int, _ coordinate: Coordinate) -> Double {
        Double(level(index)) * (self == .cosine || self == .sine ? 1 : 2) * .pi / coordinate.length
    }

    /// Values of a derivative of the first `count` functions [point][function].
    func values(count: Int, at points: [Double], of coordinate: Coordinate, order: Int) -> Tensor<Double> {
        var rows: [Double] = []
        rows.reserveCapacity(points.count * count)
        for point in points {
            switch self {
            case .cosine, .sine, .fourier, .trigonometric: rows += waves(count, point, coordinate, order)
            case .monomial, .chebyshev, .legendre: rows += polynomials(count, point, coordinate, order)
            case .cardinal: rows += cardinals(count, point, coordinate, order)
            }
        }
        return Tensor(shape: [points.count, count], elements: rows)
    }

    private func waves(_ count: Int, _ point: Double, _ coordinate: Coordinate, _ order: Int) -> [Double] {
        let length = coordinate.length
        return (0..<count).map { index in
            let isSine = self == .sine || self != .cosine && index > 0 && index % 2 == 0
            let number = wavenumber(index, coordinate)
            var scale = 1.0
            for _ in 0..<order { scale *= number }
            if self != .trigonometric { scale *= ((level(index) == 0 ? 1 : 2) / length).squareRoot() }
            // In half-turns, reduced before the multiplication by pi, so that high modes lose no digits.
            let turns = number / .pi * (point - coordinate.lower)
            let angle = .pi * (turns.truncatingRemainder(dividingBy: 2) + 0.5 * Double(order % 4))
            return scale * (isSine ? sin(angle) : cos(angle))
        }
    }

    /// By the three-term recurrences p_(n+1) = a x p_n - c p_(n-1), differentiated.
    private func polynomials(_ count: Int, _ point: Double, _ coordinate: Coordinate, _ order: Int) -> [Double] {
        let slope = 2 / coordinate.length
        let x = (point - coordinate.lower) * slope - 1
        // [order][degree]
        var table = Array(repeating: Array(repeating: 0.0, count: count), count: order + 1)
        table[0][0] = 1
        for degree in 0..<max(0, count - 1) {
            let n = Double(degree)
            let (a, c): (Double, Double) = switch self {
            case .chebyshev: (degree == 0 ? 1 : 2, 1)
            case .legendre: ((2 * n + 1) / (n + 1), n / (n + 1))
            default: (1, 0)
            }
            for order in 0...order {
                let lower = order > 0 ? Double(order) * table[order - 1][degree] : 0
                let before = degree > 0 ? table[order][degree - 1] : 0
                table[order][degree + 1] = a * (x * table[order][degree] + lower) - c * before
            }
        }
        var scale = 1.0
        for _ in 0..<order { scale *= slope }
        return table[order].map { $0 * scale }
    }

    private func cardinals(_ count: Int, _ point: Double, _ coordinate: Coordinate, _ order: Int) -> [Double] {
        var row = Array(repeating: 0.0, count: count)
        for (index, weight) in SampledAxis(coordinate, count: count, order: order).row(at: point) { row[index] += weight }
        return row
    }
}

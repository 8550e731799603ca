import Foundation

extension AxisInterpolation {
    /// The map from values to derivatives of their interpolant at positions, with the interpolants of `init(from:to:)`.
    ///
    /// Of spectral axes the row of values is multiplied by powers of the differentiation matrix of its element or period;
    /// elsewhere the eight nearest points and as many more as the order give the polynomial.
    public init(from axis: GridAxis, to positions: [Double], order: Int) throws(FieldComparisonError) {
        let values = try AxisInterpolation(from: axis, to: positions)
        guard order > 0 else {
            self = values
            return
        }
        let elements = axis.elements
        var matrices: [ClosedRange<Int>: [[Double]]] = [:]
        var known: [Double: Row] = [:]
        var rows: [Row] = []
        rows.reserveCapacity(positions.count)
        for (index, position) in positions.enumerated() {
            // Grids repeat their positions, and a row costs a matrix product.
            if let row = known[position] {
                rows.append(row)
                continue
            }
            let row: Row
            if axis.isSpectral {
                let nodes = axis.layout == .periodic ? 0...axis.count - 1 : Self.element(of: position, axis, elements)
                let matrix = matrices[nodes] ?? Self.differentiation(axis, nodes)
                matrices[nodes] = matrix
                row = Self.differentiated(values.rows[index], nodes, matrix, order: order)
            } else {
                row = Self.localRow(axis.points, near: axis.index(atOrBelow: position), position, order: order)
            }
            known[position] = row
            rows.append(row)
        }
        self.init(sourceCount: axis.count, rows: rows)
    }

    /// A row of values over all its nodes, times the matrix `order` times.
    private static func differentiated(_ values: Row, _ nodes: ClosedRange<Int>, _ matrix: [[Double]], order: Int) -> Row {
        var weights = [Double](repeating: 0, count: nodes.count)
        for (k, weight) in values.weights.enumerated() { weights[values.start - nodes.lowerBound + k] = weight }
        for _ in 0..<order {
            weights = weights.indices.map { k in weights.indices.reduce(0.0) { $0 + weights[$1] * matrix[$1][k] } }
        }
        return Row(start: nodes.lowerBound, weights: weights)
    }

    private static func localRow(_ points: [Double], near interval: Int, _ position: Double, order: Int) -> Row {
        let width = min(windowWidth + order, points.count)
        let start = min(max(interval - (width / 2 - 1), 0), points.count - width)
        // The derivative of a polynomial of lower degree vanishes.
        guard width > order else { return Row(start: start, weights: Array(repeating: 0, count: width)) }
        return Row(start: start, weights: LocalPolynomial.weights(Array(points[start..<start + width]), at: position, order: order))
    }

    private static func differentiation(_ axis: GridAxis, _ nodes: ClosedRange<Int>) -> [[Double]] {
        axis.layout == .periodic ? trigonometric(count: axis.count, period: axis.length) : chebyshev(Array(axis.points[nodes]))
    }

    /// Welfert (1997) and Berrut and Trefethen (2004), section 9.3: the diagonal makes the sum of each row zero, which keeps
    /// constants exact.
    private static func chebyshev(_ x: [Double]) -> [[Double]] {
        let last = x.count - 1
        func weight(_ k: Int) -> Double { (k % 2 == 0 ? 1.0 : -1.0) * (k == 0 || k == last ? 0.5 : 1) }
        return x.indices.map { j in
            var row = x.indices.map { k in j == k ? 0 : weight(k) / weight(j) / (x[j] - x[k]) }
            row[j] = -row.reduce(0, +)
            return row
        }
    }

    /// Trefethen, Spectral Methods in MATLAB (2000), chapter 3: cotangents for an even, cosecants for an odd number of points.
    private static func trigonometric(count: Int, period: Double) -> [[Double]] {
        (0..<count).map { j in
            (0..<count).map { k in
                guard j != k else { return 0 }
                let angle = Double.pi * Double(j - k) / Double(count)
                let kernel = count % 2 == 0 ? 1 / tan(angle) : 1 / sin(angle)
                return ((j - k) % 2 == 0 ? 1 : -1) * Double.pi / period * kernel
            }
        }
    }
}

import NumericsCore

/// Dense matrices that act on values at Chebyshev points of the second kind on [-1, 1].
public enum ChebyshevMatrices {
    /// Differentiation matrices of orders 0...`highest` [order][point][point], order 0 being the identity.
    ///
    /// Recursion of Welfert (Weideman and Reddy, ACM TOMS 26 (2000), equation 11) with differences of points from
    /// trigonometric identities and diagonals as negative row sums, which removes most of the rounding error.
    public static func differentiation(points count: Int, highest: Int) -> [Tensor<Double>] {
        let inverse = inverseDifferences(count)
        var current = Tensor(shape: [count, count], repeating: 0.0)
        for i in 0..<count { current[i, i] = 1 }
        var matrices = [current]
        for order in 1..<(highest + 1) {
            current = raised(current, order: order, inverse: inverse)
            matrices.append(current)
        }
        return matrices
    }

    /// 1/(x_i - x_j) off the diagonal, 0 on it; exactly antisymmetric under reflection of the interval.
    private static func inverseDifferences(_ count: Int) -> Tensor<Double> {
        let angles = ChebyshevPoints.secondKindAngles(count)
        var inverse = Tensor(shape: [count, count], repeating: 0.0)
        for i in 0..<((count + 1) / 2) {
            for j in 0..<count where j != i {
                let value = 1 / ChebyshevPoints.difference(angles[i], angles[j])
                inverse[i, j] = value
                inverse[count - 1 - i, count - 1 - j] = -value
            }
        }
        return inverse
    }

    private static func raised(_ matrix: Tensor<Double>, order: Int, inverse: Tensor<Double>) -> Tensor<Double> {
        let count = matrix.shape[0]
        var result = Tensor(shape: [count, count], repeating: 0.0)
        for i in 0..<count {
            let diagonal = matrix[i, i]
            var sum = 0.0
            for j in 0..<count where j != i {
                let ratio = end(i, count) / end(j, count) * ((i + j) % 2 == 0 ? 1 : -1)
                let value = Double(order) * inverse[i, j] * (ratio * diagonal - matrix[i, j])
                result[i, j] = value
                sum += value
            }
            result[i, i] = -sum
        }
        return result
    }

    private static func end(_ index: Int, _ count: Int) -> Double { index == 0 || index == count - 1 ? 2 : 1 }

    /// Values at the points of the second kind (`count`) to values at those of the first kind (`targets`)
    /// [target][point], by the barycentric formula.
    public static func resampling(points count: Int, toFirstKind targets: Int) -> Tensor<Double> {
        let source = ChebyshevPoints.secondKindAngles(count)
        let rows = ChebyshevPoints.firstKindAngles(targets).map { target in
            barycentric(count) { ChebyshevPoints.difference(target, source[$0]) }
        }
        return Tensor(shape: [targets, count], elements: rows.flatMap { $0 })
    }

    /// Weights of the values at the points of the second kind for the values at `positions` in [-1, 1], row by row
    /// [position, point].
    public static func interpolation(points count: Int, at positions: [Double]) -> [Double] {
        let source = ChebyshevPoints.secondKind(count)
        var rows: [Double] = []
        rows.reserveCapacity(positions.count * count)
        for position in positions { rows += barycentric(count) { position - source[$0] } }
        return rows
    }

    /// Weights of the values at the points of the second kind for the value at `position` in [-1, 1] [point].
    public static func interpolation(points count: Int, at position: Double) -> [Double] {
        interpolation(points: count, at: [position])
    }

    /// Barycentric weights row; Berrut and Trefethen, SIAM Review 46 (2004), equation 5.4.
    private static func barycentric(_ count: Int, difference: (Int) -> Double) -> [Double] {
        if count == 1 { return [1] }
        var row = [Double](repeating: 0, count: count)
        var sum = 0.0
        for j in 0..<count {
            let distance = difference(j)
            if distance == 0 {
                row = [Double](repeating: 0, count: count)
                row[j] = 1
                return row
            }
            row[j] = (j % 2 == 0 ? 1 : -1) / end(j, count) / distance
            sum += row[j]
        }
        return row.map { $0 / sum }
    }
}

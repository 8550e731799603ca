import NumericsCore

/// Legendre polynomials and their derivatives.
enum LegendreTable {
    /// The derivative of an order of P_0, P_1, … at places in [-1, 1], [place][degree].
    ///
    /// (n + 1) P_(n+1) = (2n + 1) s P_n - n P_(n-1), and for derivatives P'_(n+1) = P'_(n-1) + (2n + 1) P_n, order by order: sums of
    /// terms of one sign at the ends, where derivatives are largest.
    static func values(_ places: [Double], _ order: Int, degrees: Int) -> Tensor<Double> {
        var table = Tensor(shape: [places.count, degrees], repeating: 0.0)
        for (row, place) in places.enumerated() {
            table[row, 0] = 1
            if degrees > 1 { table[row, 1] = place }
            for n in 1..<max(degrees - 1, 1) {
                table[row, n + 1] = (Double(2 * n + 1) * place * table[row, n] - Double(n) * table[row, n - 1]) / Double(n + 1)
            }
        }
        for _ in 0..<order {
            let before = table
            for row in places.indices {
                table[row, 0] = 0
                if degrees > 1 { table[row, 1] = before[row, 0] }
                for n in 1..<max(degrees - 1, 1) { table[row, n + 1] = table[row, n - 1] + Double(2 * n + 1) * before[row, n] }
            }
        }
        return table
    }
}

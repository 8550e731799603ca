/// Weights of values at a few nodes in a derivative of their interpolating polynomial.
///
/// Fornberg (1988), Generation of finite difference formulas on arbitrarily spaced grids, Math. Comp. 51.
public enum LocalPolynomial {
    /// - Parameters:
    ///   - nodes: distinct positions.
    ///   - position: where the derivative is taken.
    ///   - order: order of the derivative; 0 interpolates. Precondition: less than the number of nodes.
    /// - Returns: one weight a node.
    public static func weights(_ nodes: [Double], at position: Double, order: Int) -> [Double] {
        precondition(order >= 0 && order < nodes.count, "order \(order) needs more than \(nodes.count) nodes")
        var table = [[Double]](repeating: [Double](repeating: 0, count: nodes.count), count: order + 1)
        table[0][0] = 1
        var product = 1.0
        for i in 1..<max(nodes.count, 1) {
            var nextProduct = 1.0
            let offset = nodes[i - 1] - position
            for j in 0..<i {
                let gap = nodes[i] - nodes[j]
                nextProduct *= gap
                if j == i - 1 {
                    for k in stride(from: min(i, order), through: 0, by: -1) {
                        let raised = k > 0 ? Double(k) * table[k - 1][i - 1] : 0
                        table[k][i] = product / nextProduct * (raised - offset * table[k][i - 1])
                    }
                }
                for k in stride(from: min(i, order), through: 0, by: -1) {
                    let raised = k > 0 ? Double(k) * table[k - 1][j] : 0
                    table[k][j] = ((nodes[i] - position) * table[k][j] - raised) / gap
                }
            }
            product = nextProduct
        }
        return table[order]
    }
}

/// The function f of one number in features f(w · x + b).
public enum FeatureFunction: String, Hashable, Sendable, CaseIterable {
    case cos
    case sin
    case tanh
    /// exp(-z² / 2)
    case gaussian

    /// Where the k-th derivative is found: ± a stored row. Trigonometric functions repeat, so two rows serve all orders.
    func stored(order: Int) -> (row: Int, sign: Double) {
        switch self {
        // f, f', f'', f''' are cos, -sin, -cos, sin.
        case .cos: (order % 2, [1, -1, -1, 1][order % 4])
        // sin, cos, -sin, -cos; row 0 holds the cosine.
        case .sin: ((order + 1) % 2, [1, 1, -1, -1][order % 4])
        case .tanh, .gaussian: (order, 1)
        }
    }

    /// Number of stored rows for derivatives up to an order.
    func rowCount(order: Int) -> Int {
        switch self {
        case .cos, .sin: 2
        case .tanh, .gaussian: order + 1
        }
    }

    /// Coefficients, lowest first, of the polynomials P_k for k = 0 ... `order`; empty for trigonometric functions.
    ///
    /// For tanh f^(k)(z) = P_k(tanh z), from P_(k+1)(y) = P_k'(y) (1 - y²); for the Gaussian f^(k)(z) = P_k(z) exp(-z²/2),
    /// from P_(k+1)(z) = P_k'(z) - z P_k(z).
    func polynomials(order: Int) -> [[Double]] {
        var list: [[Double]] = []
        switch self {
        case .cos, .sin: return []
        case .tanh: list = [[0, 1]]
        case .gaussian: list = [[1]]
        }
        for _ in 0..<order {
            let last = list[list.count - 1]
            let slope = last.enumerated().dropFirst().map { Double($0.offset) * $0.element }
            let other = self == .tanh ? [0, 0] + slope : [0] + last
            var next = [Double](repeating: 0, count: max(slope.count, other.count))
            for (power, coefficient) in slope.enumerated() { next[power] += coefficient }
            for (power, coefficient) in other.enumerated() { next[power] -= coefficient }
            list.append(next)
        }
        return list
    }
}

import Foundation

extension Quadrature {
    /// Eigenvalues of a symmetric tridiagonal matrix, ascending: implicit QL with Wilkinson's shift (Bowdler, Martin, Reinsch
    /// and Wilkinson 1968). offDiagonal holds one number fewer than diagonal.
    static func tridiagonalEigenvalues(diagonal: [Double], offDiagonal: [Double]) -> [Double] {
        var d = diagonal
        var e = offDiagonal + [0]
        for first in 0..<d.count {
            // Fewer than two sweeps per eigenvalue are usual; the bound only guards against NaN.
            for _ in 0..<60 {
                let last = splitIndex(d, e, from: first)
                if last == first { break }
                sweep(&d, &e, first, last)
            }
        }
        return d.sorted()
    }

    private static func splitIndex(_ d: [Double], _ e: [Double], from first: Int) -> Int {
        var last = first
        while last + 1 < d.count {
            let size = abs(d[last]) + abs(d[last + 1])
            if abs(e[last]) <= size * 0x1p-53 { break }
            last += 1
        }
        return last
    }

    private static func sweep(_ d: inout [Double], _ e: inout [Double], _ first: Int, _ last: Int) {
        let ratio = (d[first + 1] - d[first]) / (2 * e[first])
        let root = hypot(ratio, 1)
        var g = d[last] - d[first] + e[first] / (ratio + (ratio < 0 ? -root : root))
        var (sine, cosine, shift) = (1.0, 1.0, 0.0)
        for i in stride(from: last - 1, through: first, by: -1) {
            let f = sine * e[i]
            let b = cosine * e[i]
            let r = hypot(f, g)
            e[i + 1] = r
            if r == 0 {
                d[i + 1] -= shift
                e[last] = 0
                return
            }
            sine = f / r
            cosine = g / r
            g = d[i + 1] - shift
            let t = (d[i] - g) * sine + 2 * cosine * b
            shift = sine * t
            d[i + 1] = g + shift
            g = cosine * t - b
        }
        d[first] -= shift
        e[first] = g
        e[last] = 0
    }
}

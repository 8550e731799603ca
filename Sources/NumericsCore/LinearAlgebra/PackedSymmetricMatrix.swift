import COpenBLAS

/// A symmetric matrix of which the rows of the lower triangle are stored one after another: entry (i, j), j <= i, at
/// i (i + 1) / 2 + j.
///
/// OpenBLAS should be set to one thread meanwhile: work is shared out over a pool, cut in the same way for any number of
/// threads, so results do not depend on it.
public struct PackedSymmetricMatrix: Sendable {
    /// Number of rows and columns.
    public let order: Int
    /// [order (order + 1) / 2]
    public private(set) var entries: Tensor<Double>
    // One share of a product for each part, [part][row].
    private var shares: Tensor<Double>

    /// The unit matrix.
    public init(identityOfOrder order: Int) {
        self.order = order
        entries = Tensor(shape: [order * (order + 1) / 2], repeating: 0)
        shares = Tensor(shape: [PackedSymmetricMatrix.parts, order], repeating: 0)
        setIdentity()
    }

    /// Makes it the unit matrix again.
    public mutating func setIdentity() {
        let order = order
        entries.withUnsafeMutableBufferPointer { values in
            values.update(repeating: 0)
            for row in 0..<order { values[row * (row + 3) / 2] = 1 }
        }
    }

    /// Takes stored entries. Precondition: as many as `entries` has.
    public mutating func set(_ values: Tensor<Double>) {
        precondition(values.count == entries.count, "entries do not fit")
        LinearAlgebra.copy(values, to: &entries)
    }

    /// y = A x
    public mutating func multiply(_ x: Tensor<Double>, into y: inout Tensor<Double>, pool: ThreadPool) {
        pass(x, &y, pool) { _, _ in }
    }

    /// A <- scale A + α s sᵀ + β (s qᵀ + q sᵀ) + γ q qᵀ, and y = A x with the new A, in one pass over the memory.
    public mutating func update(
        scale: Double, first s: Tensor<Double>, second q: Tensor<Double>,
        coefficients: (first: Double, mixed: Double, second: Double), multiplying x: Tensor<Double>,
        into y: inout Tensor<Double>, pool: ThreadPool
    ) {
        precondition(s.count == order && q.count == order, "vectors do not fit")
        s.withUnsafeBufferPointer { first in
            q.withUnsafeBufferPointer { second in
                guard let firstBase = first.baseAddress, let secondBase = second.baseAddress else { return }
                let (s, q) = (SharedPointer(firstBase), SharedPointer(secondBase))
                pass(x, &y, pool) { row, values in
                    let count = Int32(row + 1)
                    let (sRow, qRow) = (s.base[row], q.base[row])
                    if scale != 1 { cblas_dscal(count, scale, values, 1) }
                    cblas_daxpy(count, coefficients.first * sRow + coefficients.mixed * qRow, s.base, 1, values, 1)
                    cblas_daxpy(count, coefficients.mixed * sRow + coefficients.second * qRow, q.base, 1, values, 1)
                }
            }
        }
    }

    /// Calls `change` with each row and multiplies by `x` while the row is in the cache.
    private mutating func pass(
        _ x: Tensor<Double>, _ y: inout Tensor<Double>, _ pool: ThreadPool,
        _ change: @Sendable (Int, UnsafeMutablePointer<Double>) -> Void
    ) {
        precondition(x.count == order && y.count == order, "vectors do not fit")
        guard order > 0 else { return }
        let order = order
        x.withUnsafeBufferPointer { source in
            entries.withUnsafeMutableBufferPointer { matrix in
                shares.withUnsafeMutableBufferPointer { partial in
                    let (right, rows) = (SharedPointer(source.baseAddress!), SharedPointer(matrix.baseAddress!))
                    let sums = SharedPointer(partial.baseAddress!)
                    pool.forEach(PackedSymmetricMatrix.parts) { part in
                        let share = sums.base + part * order
                        share.update(repeating: 0, count: order)
                        for row in PackedSymmetricMatrix.rows(of: part, order: order) {
                            let values = rows.base + row * (row + 1) / 2
                            change(row, values)
                            // The triangle stands for both halves, the diagonal for itself.
                            share[row] += cblas_ddot(Int32(row + 1), values, 1, right.base, 1)
                            cblas_daxpy(Int32(row), right.base[row], values, 1, share, 1)
                        }
                    }
                }
            }
        }
        addShares(to: &y)
    }

    private func addShares(to y: inout Tensor<Double>) {
        shares.withUnsafeBufferPointer { partial in
            y.withUnsafeMutableBufferPointer { target in
                target.update(repeating: 0)
                for part in 0..<PackedSymmetricMatrix.parts {
                    cblas_daxpy(Int32(order), 1, partial.baseAddress! + part * order, 1, target.baseAddress, 1)
                }
            }
        }
    }

    private static let parts = 8

    // Parts of equal area.
    private static func rows(of part: Int, order: Int) -> Range<Int> {
        func bound(_ part: Int) -> Int { Int(Double(order) * (Double(part) / Double(parts)).squareRoot()) }
        return bound(part)..<(part + 1 == parts ? order : bound(part + 1))
    }
}

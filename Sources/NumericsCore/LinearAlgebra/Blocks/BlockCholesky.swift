import COpenBLAS

/// JᵀJ of a Jacobian in strips, and L Lᵀ = JᵀJ + diag(shift), by blocks inside the envelope.
///
/// A resource: storage is made once for a pattern. OpenBLAS should be set to one thread meanwhile; results do not depend on the number of
/// threads of the pool.
public final class BlockCholesky: @unchecked Sendable {
    private let envelope: BlockEnvelope
    private let pool: ThreadPool
    private let product: Tensor<Double>.Storage
    private let factor: Tensor<Double>.Storage
    /// Positions below each whose rows reach it.
    private let below: [[Int]]

    public init(_ pattern: BlockPattern, pool: ThreadPool) {
        let envelope = BlockEnvelope(pattern)
        self.envelope = envelope
        self.pool = pool
        product = Tensor<Double>.Storage(count: envelope.count)
        factor = Tensor<Double>.Storage(count: envelope.count)
        let count = envelope.order.count
        below = (0..<count).map { position in (position + 1..<max(count, position + 1)).filter { envelope.first[$0] <= position } }
    }

    /// Forms JᵀJ. Precondition: a Jacobian of the pattern that the storage was made for.
    public func formProduct(_ jacobian: StripMatrix) {
        let rows = envelope.order.count
        let pairs = (0..<rows).flatMap { row in (envelope.first[row]...row).map { (row: row, column: $0) } }
        pool.forEach(pairs.count) { index in
            let (row, column) = pairs[index]
            let (m, n) = (envelope.sizes[row], envelope.sizes[column])
            let target = product.base + envelope.offset(row, column)
            target.initialize(repeating: 0, count: m * n)
            let (left, right) = (envelope.order[row], envelope.order[column])
            for strip in jacobian.stripsOfGroup[left] {
                guard let a = jacobian.places[strip][left], let b = jacobian.places[strip][right] else { continue }
                let inner = Int32(jacobian.strips[strip].columnCount)
                let base = jacobian.strips[strip].storage.base
                if left == right {
                    cblas_dsyrk(
                        CblasRowMajor, CblasLower, CblasNoTrans, Int32(m), inner, 1, base + a * Int(inner), inner, 1, target, Int32(n))
                } else {
                    cblas_dgemm(
                        CblasRowMajor, CblasNoTrans, CblasTrans, Int32(m), Int32(n), inner, 1, base + a * Int(inner), inner,
                        base + b * Int(inner), inner, 1, target, Int32(n))
                }
            }
        }
    }

    /// Factors JᵀJ + diag(`shift`), [column]; false if it is not positive definite to working precision.
    public func factorize(shift: Tensor<Double>) -> Bool {
        factor.base.update(from: product.base, count: envelope.count)
        for position in envelope.order.indices {
            let (size, start) = (envelope.sizes[position], envelope.starts[position])
            let block = factor.base + envelope.offset(position, position)
            for index in 0..<size { block[index * (size + 1)] += shift[start + index] }
        }
        for step in envelope.order.indices {
            let size = Int32(envelope.sizes[step])
            let diagonal = factor.base + envelope.offset(step, step)
            guard size > 0 else { continue }
            if lapack_dpotrf(LapackOption.lowerByRows, size, diagonal, size) != 0 { return false }
            eliminate(step)
        }
        return true
    }

    private func eliminate(_ step: Int) {
        let rows = below[step]
        let size = Int32(envelope.sizes[step])
        pool.forEach(rows.count) { index in
            cblas_dtrsm(
                CblasRowMajor, CblasRight, CblasLower, CblasTrans, CblasNonUnit, Int32(envelope.sizes[rows[index]]), size, 1,
                factor.base + envelope.offset(step, step), size, factor.base + envelope.offset(rows[index], step), size)
        }
        let pairs = rows.indices.flatMap { a in (0...a).map { (row: rows[a], column: rows[$0]) } }
        pool.forEach(pairs.count) { index in
            let (row, column) = pairs[index]
            let (m, n) = (Int32(envelope.sizes[row]), Int32(envelope.sizes[column]))
            let target = factor.base + envelope.offset(row, column)
            let left = factor.base + envelope.offset(row, step)
            if row == column {
                cblas_dsyrk(CblasRowMajor, CblasLower, CblasNoTrans, m, size, -1, left, size, 1, target, n)
            } else {
                cblas_dgemm(
                    CblasRowMajor, CblasNoTrans, CblasTrans, m, n, size, -1, left, size, factor.base + envelope.offset(column, step), size,
                    1, target, n)
            }
        }
    }

    /// Overwrites `b`, [column], with (JᵀJ + diag(shift))⁻¹ b of the last `factorize`.
    public func solve(_ b: inout Tensor<Double>) {
        b.withUnsafeMutableBufferPointer { values in
            guard let base = values.baseAddress else { return }
            for position in envelope.order.indices { forward(position, base) }
            for position in envelope.order.indices.reversed() { backward(position, base) }
        }
    }

    private func forward(_ position: Int, _ b: UnsafeMutablePointer<Double>) {
        let (size, own) = (Int32(envelope.sizes[position]), b + envelope.starts[position])
        for column in envelope.first[position]..<position {
            let width = Int32(envelope.sizes[column])
            cblas_dgemv(
                CblasRowMajor, CblasNoTrans, size, width, -1, factor.base + envelope.offset(position, column), width,
                b + envelope.starts[column], 1, 1, own, 1)
        }
        cblas_dtrsv(
            CblasRowMajor, CblasLower, CblasNoTrans, CblasNonUnit, size, factor.base + envelope.offset(position, position), size, own, 1)
    }

    private func backward(_ position: Int, _ b: UnsafeMutablePointer<Double>) {
        let (size, own) = (Int32(envelope.sizes[position]), b + envelope.starts[position])
        cblas_dtrsv(
            CblasRowMajor, CblasLower, CblasTrans, CblasNonUnit, size, factor.base + envelope.offset(position, position), size, own, 1)
        for column in envelope.first[position]..<position {
            let width = Int32(envelope.sizes[column])
            cblas_dgemv(
                CblasRowMajor, CblasTrans, size, width, -1, factor.base + envelope.offset(position, column), width, own, 1, 1,
                b + envelope.starts[column], 1)
        }
    }
}

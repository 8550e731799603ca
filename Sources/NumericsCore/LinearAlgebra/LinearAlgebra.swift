import COpenBLAS

/// Dense products and vector operations on row-major tensors, through BLAS.
///
/// A vector is a tensor of rank 1 and a matrix one of rank 2, [row][column]. The vector
/// operations (`dot`, `norm`, `addScaled`) see only the elements, so they take any rank.
public enum LinearAlgebra {
    /// Sets how many threads OpenBLAS may use from now on, in the whole process.
    ///
    /// Results depend on this number in the last bits, because it decides how sums are split.
    public static func setThreads(_ count: Int) {
        openblas_set_num_threads(Int32(count))
    }

    /// How many threads OpenBLAS uses.
    public static var threads: Int { Int(openblas_get_num_threads()) }

    /// Sum of the products of corresponding elements. Precondition: equal counts.
    public static func dot(_ a: Tensor<Double>, _ b: Tensor<Double>) -> Double {
        precondition(a.count == b.count, "dot product of \(a.shape) and \(b.shape)")
        return a.withUnsafeBufferPointer { left in
            b.withUnsafeBufferPointer { right in
                cblas_ddot(Int32(a.count), left.baseAddress, 1, right.baseAddress, 1)
            }
        }
    }

    /// Euclidean norm of all elements, safe against overflow of the squares.
    public static func norm(_ a: Tensor<Double>) -> Double {
        a.withUnsafeBufferPointer { cblas_dnrm2(Int32(a.count), $0.baseAddress, 1) }
    }

    /// y += alpha x (axpy of BLAS). Precondition: equal counts.
    public static func addScaled(_ alpha: Double, _ x: Tensor<Double>, to y: inout Tensor<Double>) {
        precondition(x.count == y.count, "sum of \(x.shape) and \(y.shape)")
        let count = Int32(x.count)
        x.withUnsafeBufferPointer { source in
            y.withUnsafeMutableBufferPointer { target in
                cblas_daxpy(count, alpha, source.baseAddress, 1, target.baseAddress, 1)
            }
        }
    }

    /// x *= alpha.
    public static func scale(_ alpha: Double, _ x: inout Tensor<Double>) {
        x.withUnsafeMutableBufferPointer { cblas_dscal(Int32($0.count), alpha, $0.baseAddress, 1) }
    }

    /// Overwrites `target` with `source`, keeping its storage. Precondition: equal counts.
    public static func copy(_ source: Tensor<Double>, to target: inout Tensor<Double>) {
        precondition(source.count == target.count, "copy of \(source.shape) to \(target.shape)")
        source.withUnsafeBufferPointer { from in
            target.withUnsafeMutableBufferPointer { to in
                guard let base = to.baseAddress, let start = from.baseAddress else { return }
                base.update(from: start, count: from.count)
            }
        }
    }

    /// Overwrites a part of `target`, from position `place` on, with `count` elements of `source` from position `start` on.
    /// Precondition: both hold them.
    public static func copy(
        _ source: Tensor<Double>, from start: Int, count: Int, to target: inout Tensor<Double>, at place: Int
    ) {
        precondition(start >= 0 && place >= 0 && start + count <= source.count && place + count <= target.count)
        source.withUnsafeBufferPointer { from in
            target.withUnsafeMutableBufferPointer { to in
                guard count > 0 else { return }
                (to.baseAddress! + place).update(from: from.baseAddress! + start, count: count)
            }
        }
    }
}

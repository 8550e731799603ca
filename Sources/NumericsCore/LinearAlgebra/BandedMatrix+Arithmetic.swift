import COpenBLAS

extension BandedMatrix {
    /// y = alpha A x + beta y on vectors [n], without allocation.
    public func multiply(
        _ x: Tensor<Double>, transposed: Bool = false, alpha: Double = 1, beta: Double = 0,
        into y: inout Tensor<Double>
    ) {
        precondition(x.count == order && y.count == order, "banded product of \(x.shape) into \(y.shape)")
        entries.withUnsafeBufferPointer { matrix in
            x.withUnsafeBufferPointer { source in
                y.withUnsafeMutableBufferPointer { target in
                    cblas_dgbmv(
                        CblasColMajor, transposed ? CblasTrans : CblasNoTrans, Int32(order), Int32(order),
                        Int32(lower), Int32(upper), alpha, matrix.baseAddress, Int32(lower + upper + 1),
                        source.baseAddress, 1, beta, target.baseAddress, 1)
                }
            }
        }
    }

    /// The product A x with a vector [n].
    public func multiply(_ x: Tensor<Double>) -> Tensor<Double> {
        var y = Tensor(shape: [order], repeating: 0.0)
        multiply(x, into: &y)
        return y
    }

    /// self += alpha · other. Precondition: the same order, and a band of `other` inside this one.
    public mutating func addScaled(_ alpha: Double, _ other: BandedMatrix) {
        precondition(
            other.order == order && other.lower <= lower && other.upper <= upper,
            "the band of the summand is wider than that of the sum")
        let shift = upper - other.upper
        let (height, otherHeight) = (lower + upper + 1, other.lower + other.upper + 1)
        let order = order
        other.entries.withUnsafeBufferPointer { source in
            entries.withUnsafeMutableBufferPointer { target in
                for column in 0..<order {
                    for position in 0..<otherHeight {
                        target[column * height + shift + position] += alpha * source[column * otherHeight + position]
                    }
                }
            }
        }
    }

    /// self *= alpha.
    public mutating func scale(_ alpha: Double) {
        LinearAlgebra.scale(alpha, &entries)
    }

    /// Sets every entry to zero, keeping the storage.
    public mutating func clear() {
        entries.withUnsafeMutableBufferPointer { $0.update(repeating: 0) }
    }
}

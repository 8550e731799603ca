/// Division by the diagonal (Jacobi).
public struct DiagonalPreconditioner: Preconditioner {
    private let inverses: [Double]

    /// Precondition: no zero on the diagonal.
    public init(diagonal: [Double]) {
        precondition(diagonal.allSatisfy { $0 != 0 }, "a zero on the diagonal")
        inverses = diagonal.map { 1 / $0 }
    }

    public func apply(_ residual: Tensor<Double>, into result: inout Tensor<Double>) {
        precondition(residual.count == inverses.count && result.count == inverses.count)
        residual.withUnsafeBufferPointer { source in
            result.withUnsafeMutableBufferPointer { target in
                for index in inverses.indices { target[index] = inverses[index] * source[index] }
            }
        }
    }
}

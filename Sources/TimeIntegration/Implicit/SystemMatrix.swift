import NumericsCore

/// A square matrix of a time-dependent system, dense or banded.
public struct SystemMatrix: Sendable {
    /// Set for a dense matrix [n][n].
    public var dense: Tensor<Double>?
    /// Set for a banded matrix.
    public var banded: BandedMatrix?

    public init(_ dense: Tensor<Double>) {
        self.dense = dense
    }

    public init(_ banded: BandedMatrix) {
        self.banded = banded
    }

    /// Number of rows.
    public var order: Int { banded?.order ?? dense?.shape[0] ?? 0 }

    /// Sets every entry to zero, keeping the storage.
    public mutating func clear() {
        banded?.clear()
        dense?.withUnsafeMutableBufferPointer { $0.update(repeating: 0) }
    }

    /// y = A x on vectors [n].
    public func multiply(_ x: Tensor<Double>, into y: inout Tensor<Double>) {
        if let banded {
            banded.multiply(x, into: &y)
        } else if let dense {
            LinearAlgebra.multiply(dense, x, into: &y)
        }
    }

    /// The same matrix in dense storage [n][n].
    public var asDense: Tensor<Double> { dense ?? banded!.dense }

    /// Unit matrix in dense storage.
    public static func identity(_ order: Int) -> SystemMatrix { SystemMatrix(LinearAlgebra.identity(order)) }
}

/// A cycle for a stencil matrix with constant coefficients: `LatticePreconditioner` on its unknowns, nothing on identity rows.
///
/// Vectors are over all nodes. A resource: it works on one vector at a time.
public final class LatticeStencilPreconditioner: Preconditioner, @unchecked Sendable {
    private var cycle: LatticePreconditioner
    private let shape: [Int]
    private let unknowns: [Range<Int>]
    private var inner, answer: Tensor<Double>

    public init(_ linearOperator: LatticeOperator, threads: Int = 1) {
        cycle = LatticePreconditioner(linearOperator, threads: threads)
        shape = linearOperator.shape
        unknowns = linearOperator.axes.map(\.unknowns)
        inner = Tensor(shape: linearOperator.unknownShape, repeating: 0)
        answer = inner
    }

    public func apply(_ residual: Tensor<Double>, into result: inout Tensor<Double>) {
        precondition(residual.count == shape.reduce(1, *) && result.count == residual.count, "a vector over all nodes")
        LinearAlgebra.copy(residual, to: &result)
        residual.withUnsafeBufferPointer { source in
            inner.withUnsafeMutableBufferPointer { [shape, unknowns] target in
                Self.forEachLine(shape, unknowns) { node, place, length in
                    for k in 0..<length { target[place + k] = source[node + k] }
                }
            }
        }
        cycle.apply(inner, into: &answer)
        answer.withUnsafeBufferPointer { source in
            result.withUnsafeMutableBufferPointer { target in
                Self.forEachLine(shape, unknowns) { node, place, length in
                    for k in 0..<length { target[node + k] = source[place + k] }
                }
            }
        }
    }

    /// Calls `body` with the first node of each line of unknowns, its place among the unknowns, and their number.
    private static func forEachLine(_ shape: [Int], _ unknowns: [Range<Int>], _ body: (Int, Int, Int) -> Void) {
        let last = shape.count - 1
        let outer = unknowns[..<last].map(\.count).reduce(1, *)
        for line in 0..<outer {
            var rest = line, node = unknowns[last].lowerBound, stride = shape[last]
            for axis in (0..<last).reversed() {
                node += (unknowns[axis].lowerBound + rest % unknowns[axis].count) * stride
                rest /= unknowns[axis].count
                stride *= shape[axis]
            }
            body(node, line * unknowns[last].count, unknowns[last].count)
        }
    }
}

import NumericsCore

/// A matrix for each axis of an array, applied one after the other.
///
/// Each product takes the leading axis to the end: [in][rest] becomes [rest][out], so that after all of them the axes are in their order again.
struct AxisProducts: Sendable {
    /// [out][in] by axis.
    let matrices: [Tensor<Double>]

    /// Shape of the result.
    var shape: [Int] { matrices.map { $0.shape[0] } }

    /// Shapes of the products [rest][out] by axis.
    private var shapes: [[Int]] {
        var extents = matrices.map { $0.shape[1] }
        return matrices.map { matrix in
            extents = extents.dropFirst() + [matrix.shape[0]]
            return [extents.dropLast().reduce(1, *), matrix.shape[0]]
        }
    }

    /// The array [in…], in any shape with as many elements, with all matrices applied, [rest][out].
    ///
    /// The result is the last of the buffers, which are kept for the next time.
    func apply(_ input: Tensor<Double>, buffers: inout Buffers) -> Tensor<Double> {
        let shapes = shapes
        buffers.fit(shapes)
        for (axis, matrix) in matrices.enumerated() {
            let source = axis == 0 ? input : buffers.arrays[shapes[axis - 1]]!
            let columns = matrix.shape[1]
            var target = buffers.take(shapes[axis])
            LinearAlgebra.multiply(
                source.reshaped([columns, source.count / max(columns, 1)]), matrix, transposeA: true, transposeB: true, into: &target)
            buffers.arrays[shapes[axis]] = target
        }
        return buffers.arrays[shapes[shapes.count - 1]]!
    }

    /// Workspaces by shape, shared by products of one owner.
    struct Buffers {
        fileprivate var arrays: [[Int]: Tensor<Double>] = [:]
        /// A second array for products whose input has the shape of their output.
        fileprivate var spares: [[Int]: Tensor<Double>] = [:]

        fileprivate mutating func fit(_ shapes: [[Int]]) {
            for shape in shapes where arrays[shape] == nil {
                arrays[shape] = Tensor(shape: shape, repeating: 0)
                spares[shape] = Tensor(shape: shape, repeating: 0)
            }
        }

        /// An array of a shape that is not the one in use, which becomes the spare one.
        fileprivate mutating func take(_ shape: [Int]) -> Tensor<Double> {
            let spare = spares.removeValue(forKey: shape)!
            spares[shape] = arrays.removeValue(forKey: shape)
            return spare
        }
    }
}

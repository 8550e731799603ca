import NumericsCore

extension Tensor<Double> {
    /// The map `matrix` [row][column] along one axis, whose extent becomes the number of rows.
    func mapped(by matrix: Tensor<Double>, along axis: Int) -> Tensor<Double> {
        let outer = shape[..<axis].reduce(1, *), inner = shape[(axis + 1)...].reduce(1, *), columns = shape[axis]
        precondition(matrix.shape[1] == columns, "a map of \(matrix.shape) along an axis of \(columns)")
        var extents = shape
        extents[axis] = matrix.shape[0]
        if outer == 1 { return LinearAlgebra.multiply(matrix, reshaped([columns, inner])).reshaped(extents) }
        if inner == 1 { return LinearAlgebra.multiply(reshaped([outer, columns]), matrix, transposeB: true).reshaped(extents) }
        let all = elements, size = columns * inner
        var result: [Double] = []
        result.reserveCapacity(extents.reduce(1, *))
        for block in 0..<outer {
            let part = Tensor(shape: [columns, inner], elements: all[block * size..<(block + 1) * size])
            result += LinearAlgebra.multiply(matrix, part).elements
        }
        return Tensor(shape: extents, elements: result)
    }
}

extension LinearAlgebra {
    /// The transpose [n][m] of a matrix [m][n].
    public static func transpose<Element: TensorElement>(_ a: Tensor<Element>) -> Tensor<Element> {
        precondition(a.shape.count == 2, "transpose of an array of shape \(a.shape)")
        let (rows, columns) = (a.shape[0], a.shape[1])
        guard a.count > 0 else { return a.reshaped([columns, rows]) }
        var result = Tensor(shape: [columns, rows], repeating: a[0])
        a.withUnsafeBufferPointer { source in
            result.withUnsafeMutableBufferPointer { target in
                transpose(source.baseAddress!, rows, columns, to: target.baseAddress!)
            }
        }
        return result
    }

    /// The unit matrix [order][order].
    public static func identity(_ order: Int) -> Tensor<Double> {
        var result = Tensor(shape: [order, order], repeating: 0.0)
        for index in 0..<order { result[index, index] = 1 }
        return result
    }

    // Squares of 16 keep both the rows read and the rows written in the first cache level.
    @inlinable static func transpose<Element>(
        _ source: UnsafePointer<Element>, _ rows: Int, _ columns: Int, to target: UnsafeMutablePointer<Element>
    ) {
        for rowStart in stride(from: 0, to: rows, by: 16) {
            for columnStart in stride(from: 0, to: columns, by: 16) {
                for row in rowStart..<min(rowStart + 16, rows) {
                    for column in columnStart..<min(columnStart + 16, columns) {
                        target[column * rows + row] = source[row * columns + column]
                    }
                }
            }
        }
    }
}
